"""The doors of open data: the HSDS API, the same for UK tools, the feed of changes, and the page for developers.

Holds no rules: it reads what ``opendata`` keeps. Doors that need a key are in ``exchange``.
"""
