"""What to ask, best first."""
