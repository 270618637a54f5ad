"""Understanding: what a person's own words say about the need, who it is for, where, when and how.

Everything here is a guess that the person can take away again; what was chosen in a filter always wins.
"""
