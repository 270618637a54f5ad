"""Searches in vain: what somebody asked for and did not find, counted without telling of anybody."""
