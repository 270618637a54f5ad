"""HTML doors: signing in and out, one's own page, one's own account."""
