"""Between what somebody types and what the register keeps: pure functions, no rows and no HTTP.

Words: *typed* is one dictionary with everything typed, field by field, as text, lists of text, or rows of text;
a *step* is one page of the editor; a *problem* is something to put right, at its step and field.
"""
