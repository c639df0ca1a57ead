"""The contract as tests for pytest: `pytest --pyargs contracts.checks.suite`."""
