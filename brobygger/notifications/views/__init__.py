"""Doors: choosing one's mail, and (in a demo) reading what would have been sent."""
