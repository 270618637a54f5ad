"""Meaning: short texts as vectors, so that words nobody foresaw still come near what they mean.

Words: question (what somebody wrote), passage (what is offered), vector (384 numbers of length one), encoder (turns a
text into its vector), model (the weights, kept as a folder of checked files), likeness (how near a text is to
examples). Optional: everything works without it. Knows nothing of offers or of searching.
"""
