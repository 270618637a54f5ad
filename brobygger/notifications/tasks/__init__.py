"""The door that time opens: senders empty the outbox, and the worker does what is due."""
