"""Accounts: people who sign in, and what each role may do. Citizens never have an account.

Words: user, role, permission (all of them on one screen in ``permissions.py``), actor.
"""
