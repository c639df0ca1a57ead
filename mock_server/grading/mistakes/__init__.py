"""The mistakes, topic by topic; importing this package declares them all."""

from mock_server.grading.mistakes import changing, failures, paging, refusals, repeating, stopping, wording

__all__ = ["changing", "failures", "paging", "refusals", "repeating", "stopping", "wording"]
