"""The running portal in a real browser: each journey as its user walks it."""
