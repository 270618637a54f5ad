"""Aids for those who write about an offer: how it reads, what it is about, whether it is here already."""
