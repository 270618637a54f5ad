"""Web: pages that need several rooms at once, and what every answer has in common. Holds no rule of its own.

Words: page, presenter (turns a room's values into what a template shows), technical address (health, robots).
"""
