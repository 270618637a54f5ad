"""Reads across rooms, for the pages of those who keep the register true."""
