"""The same thing told twice: found, shown side by side, merged, and parted again.

Words: pair (two entries that may be one), score (how sure we are, 0 to 1), proposal (a pair to be looked at), merge
(two become one; the old address leads to the kept one). Local branches of a national organisation are not duplicates.
"""
