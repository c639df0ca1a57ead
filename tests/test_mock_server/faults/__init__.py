"""Faults of the transport, rate limits, preferences."""
