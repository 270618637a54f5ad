"""Desks: the pages of those who keep the register true, across rooms: associations, municipalities, the nation.

Words: desk (what somebody has to see to), editor (where an offer is written), queue (what waits for a decision), call
list. Holds no rules: each page asks the rooms below.
"""
