"""Asking as the commands do it: counted, timed, shown while it runs, and given up at once where the key fails."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from contracts.checks.asking.deployment import Deployment
from contracts.checks.asking.errors import BudgetSpent
from contracts.checks.asking.exchange import Exchange
from contracts.checks.asking.question import Question
from contracts.checks.asking.scrubbing import scrub
from contracts.checks.report.text import printable, shorten
from contracts.commands.welcome import Refused, closed, doubtful

Now = Callable[[], datetime]
Show = Callable[[str], None]


class Asking:
    """Sends questions to a deployment and remembers when each began."""

    def __init__(self, deployment: Deployment, now: Now, show: Show) -> None:
        """Prepare; `show` is told what is being asked."""
        self.deployment = deployment
        self.started: list[datetime] = []
        self.exchanges: list[Exchange] = []
        self.spent: BudgetSpent | None = None
        """Why nothing more was sent, if the budget ended before the questions did."""
        self._now, self._show = now, show

    def __call__(self, question: Question) -> Exchange:
        """Ask; raise `Refused` where the first answer is a closed door."""
        self._show(scrub(f"{self.deployment.requests} requests  {question.target()}", self.deployment.secrets))
        began = self._now()
        try:
            exchange = self.deployment.ask(question)
        except BudgetSpent as error:
            self.spent = error
            raise
        self.started.append(began)
        self.exchanges.append(exchange)
        if len(self.exchanges) == 1:
            self._demand_welcome(exchange)
        return exchange

    def _demand_welcome(self, first: Exchange) -> None:
        """Raise `Refused` for a first answer after which every other would say the same.

        Where only the first question may be answered so, being about all there is, the plain one is asked besides.
        """
        why = closed(first)
        if why is None and doubtful(first) is not None:
            plain = Question.of(organization_id=first.question.get("organization_id"))
            second = self.deployment.ask(plain)
            why = closed(second) or doubtful(second)
        if why is not None:
            told = scrub(why, self.deployment.secrets)
            raise Refused(f"{self.deployment.base_url}: the first answer is {told}")


@contextmanager
def progress() -> Iterator[Show]:
    """Show what is being asked while a person watches; stay silent otherwise."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    with console.status("connecting") as status:
        yield lambda text: status.update(Text(shorten(printable(text), max(20, console.width - 4))))
