"""The documented list, asked of any deployment over the wire."""
