"""A verdict, told to people and to machines.

Every report is a pure function of a `Result`, in which no secret is left (`clean.py`); so none can leak one.
"""
