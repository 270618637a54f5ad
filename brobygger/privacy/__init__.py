"""Privacy: what is personal, how long it is kept, and that it is forgotten in time.

Words: personal field, retention (``keep_for``), erasure run, CPR-shaped number. A model that holds something
personal declares it in an inner ``class Privacy``; this room reads the declarations and never knows what a
referral or an error report is.
"""
