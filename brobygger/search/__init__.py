"""Search: from everyday words to what fits. It indexes documents that other rooms publish and imports none of them.

Words: document (what a room publishes), query, understood (what was made of the words), hit, reason, misfit, facet,
widening (what was loosened when too little was found).
"""
