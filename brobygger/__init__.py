"""Brobygger: the open national portal for Danish civil society.

One Django project, one package. Each sub-package is a room named after a capability in the users' words;
``pyproject.toml`` holds the floor plan as import contracts, and ``docs/architecture.md`` tells it in prose.
"""

__version__ = "0.1.0"
