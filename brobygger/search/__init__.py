"""Search: from everyday words to what fits. It indexes documents that other rooms publish and imports none of them.

Words: document (what a room publishes), query, understood (what was made of the words), hit, reason, misfit, facet,
widening (what was loosened when too little was found).

A question walks through ``forms`` and ``selectors.find``: ``understanding`` reads it (with ``analysis`` for the words),
``ranking`` asks the ``engine`` and puts the best of it in order, ``answering`` says what it is and why. ``keeping``
makes the index follow the database. Beside the way: ``suggestions``, ``in_vain``, and ``evaluation``, which measures
it all.
"""
