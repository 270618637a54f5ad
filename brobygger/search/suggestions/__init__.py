"""Suggestions while somebody types: concepts, places and offers, made for looking up quickly."""
