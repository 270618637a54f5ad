"""Curation: keeping entries true. Who confirmed what and when, and what readers say is wrong.

Words: assurance (bekræftelse), error report (fejlmelding), subject (whatever is kept true, by opaque id). This room
does not know what it keeps fresh: the room that owns the row calls it.
"""
