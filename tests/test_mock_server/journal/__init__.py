"""The journal, its exports, its matchers and its explanations."""
