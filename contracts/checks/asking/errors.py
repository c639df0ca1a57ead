"""Why a question got no answer: a person's mistake, a deployment out of reach, or limits used up."""

from __future__ import annotations


class AskingError(Exception):
    """A question that got no answer.

    ::

        AskingError
        ├── UsageError     a person's mistake: a base URL, a key, a limit
        ├── OutOfReach     the deployment gave no answer
        └── BudgetSpent    the requests, the time or the memory allowed are used up
    """


class UsageError(AskingError):
    """A person's mistake; the message names the place and the cure, and never repeats a secret."""


class OutOfReach(AskingError):  # noqa: N818 - the command line prints it as it reads
    """The deployment gave no answer; the message says why in one line, `__cause__` what was met."""


class BudgetSpent(AskingError):  # noqa: N818 - the command line prints it as it reads
    """What may be spent is used up, and nothing more is sent; `limit` is the name of the limit that was reached."""

    def __init__(self, message: str, limit: str) -> None:
        super().__init__(message)
        self.limit = limit
