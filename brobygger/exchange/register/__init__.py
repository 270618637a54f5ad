"""The whole register as files for everybody: what is in each, and how it is written. Knows no table of ours.

Everything is made from HSDS objects as they are published, a line at a time: ``tabular`` (the standard's package of
tables: ``tables``, ``flattening``), ``people`` (one row for each offer, for spreadsheets), ``points`` (GeoJSON),
``catalogue`` (DCAT-AP-DK), ``manifest`` (which files there are, how large, and how far they go in the feed).
"""
