"""The doors that need no sign-in, each on purpose. A new public door is a line here."""

PUBLIC_DOORS: set[str] = set()
