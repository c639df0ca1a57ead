"""What several processes share: changes, the journal, limits."""
