"""Ranking: from what is wished to an order that a person can read and argue with.

What the words mean, the question for the engine, and the readable rules on its best few.
"""
