"""Answering: hits with their reasons in words, marks in a text, and how the order came about."""
