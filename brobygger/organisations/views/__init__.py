"""Doors of associations: asking, answering, who writes, and what they say of themselves."""
