"""Doors of the room: calendars, news, oEmbed, the widget and the page that builds it."""
