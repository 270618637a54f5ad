"""Reads: what is published."""
