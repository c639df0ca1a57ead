"""Questions that Schemathesis generates."""
