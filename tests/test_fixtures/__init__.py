"""Tests of the generated worlds."""
