"""What the portal publishes, as other systems read it: a record for each thing in HSDS, in step with the register.

Words: record (one published thing, ready as JSON), sequence (where in the feed of changes), tombstone (a record that is
gone), origin (what a thing was in the register we got it from). Doors are in ``api`` and ``exchange``.
"""
