"""Other registers that we read: who they are, what they say, and what of it becomes offers here.

Words: source (a register with an owner and our trust), feed (what it hands out), run (one reading of it), outcome
(what a run would change or changed), provenance (which source said which field).
"""
