"""Audit: the book of acts. Who did what to which row and when; written once, never changed.

Words: entry, act, subject, changes, hash chain. Holds opaque ids, no foreign keys: deleting a person or an offer
never breaks the book, and the book never keeps personal data alive (services pass field names and harmless values).
"""
