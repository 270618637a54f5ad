"""Doors of the portal's pages: HTTP in, one question to a room, HTTP out."""
