"""How fast the search is with hundreds of thousands of offers, beside other engines, in one run on one machine.

``stage`` makes a database and an index, ``steps`` are programs of their own (a process that measures is never the one
that prepares), ``measures`` runs them and makes figures, ``report`` writes ``docs/benchmarks/search.md``.
"""
