"""When two entries are one: pure functions on what is said of them. Knows no table.

In the order of the work: ``said`` (what an entry says) → ``entries`` (the same, so that spellings fall together) →
``blocking`` (which are worth a look) → ``features`` (what two have in common) → ``scoring`` (how sure that makes us) →
``reasons`` (the same in words). ``renaming``, ``noise`` and ``training`` make the weights in ``data/weights.json``.
"""
