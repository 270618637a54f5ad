"""Doors of those who keep the register true: HTTP in, one question to a room, HTTP out."""
