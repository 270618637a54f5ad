"""Moments as "22. november 2026 16.29", with the dot that Danish has; the rest is Django's own Danish."""

DATETIME_FORMAT = "j. F Y H.i"
