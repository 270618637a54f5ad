"""The engine: an index that never changes, made from the published documents and mapped from a file.

``interface.Engine`` is all that the rest of the room knows; another engine can stand behind it.
"""
