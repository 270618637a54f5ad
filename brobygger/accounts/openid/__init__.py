"""Signing in with a municipality's own identity provider or a MitID broker (OpenID Connect).

Words: provider (who signs people in for us), claim (what it says of somebody), rule (which claim gives which role
where), statement (what we keep of the claims while somebody signs in: never a CPR number).
"""
