"""Kernel: the few words every room speaks. No tables of its own, no HTTP.

Words: actor (who does something), domain error (a refusal in the users' language), event (a fact a room
announces), base model (a row with a UUID).
"""
