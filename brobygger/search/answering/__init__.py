"""Answering: hits with their reasons in words, more when little fits, marks in a text, how the order came about."""
