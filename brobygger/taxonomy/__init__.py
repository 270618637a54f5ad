"""Taxonomy: the words people use for what is wrong, and the concepts those words mean.

Words: concept (begreb), facet (need, target, activity, delivery), label, everyday expression, broader, narrower.
A concept never says who somebody is, only what an offer is about; whose trouble it is (the one who drinks, or the
child) is always two concepts.
"""
