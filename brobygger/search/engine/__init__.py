"""The engine: an immutable index in memory, made from the published documents.

``interface.Engine`` is all that the rest of the room knows; another engine can stand behind it.
"""
