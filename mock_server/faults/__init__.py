"""Awkward answers on demand: faults of the transport, rate limits, and what a request prefers.

Everything here is a value or a pure function, the limiter's memory excepted. Nothing waits, closes or sends: `decide`
says what is to be done with an answer, and the server does it.
"""
