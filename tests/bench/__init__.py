"""Measurements, never tests: ``make bench`` prints figures and ratios, and what the issue asked for beside them."""
