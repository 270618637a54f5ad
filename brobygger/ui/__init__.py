"""Ui: the design system: components, form rendering, icons, the frame around every page.

Words: component (one file in ``templates/cotton``, named as in Det Fælles Designsystem), gallery (``/ui/``, every
component in every state), icon (a drawing in the sprite). It asks the database nothing.
"""
