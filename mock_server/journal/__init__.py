"""What the mock was asked and what it answered: kept within bounds, queried, verified, explained and exported."""
