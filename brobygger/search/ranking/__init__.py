"""Ranking: from what is wished to an order that a person can read and argue with.

The question for the engine, the readable rules on its best few, and what is shown when little fits.
"""
