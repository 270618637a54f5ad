"""Keeping: the index follows the database. The log of changes, the files, their builder and their keeper, and what one
process holds of it all.
"""
