"""Sites: the front doors. One national, one for each municipality that wants its own words and highlights.

Words: site (lokalside), welcome text, contact, volunteer centre, highlight (an offer shown first, by opaque id).
"""
