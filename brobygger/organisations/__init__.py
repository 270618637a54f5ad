"""Organisations: who offers something. Associations with or without CVR, public bodies, churches, informal groups.

Words: organisation, kind, basis (why it may be listed), membership (who writes for it), claim (who would like to),
vouch.
"""
