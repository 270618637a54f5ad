"""Notifications: mail that arrives once. Rooms say what is to be told to whom; this room writes it down first.

Words: message (a row in the outbox), attempt, topic (what sort of mail, so that it can be declined), preference,
bounce, worker. This room never decides who should be told.
"""
