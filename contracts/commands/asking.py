"""Asking as the commands do it: counted, timed, shown while it runs, and given up at once where the key fails."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from contracts.checks.deployment import Deployment
from contracts.checks.errors import AskingError, BudgetSpent
from contracts.checks.exchange import Exchange
from contracts.checks.question import Question
from contracts.checks.report.text import printable, shorten
from contracts.checks.scrubbing import scrub

Now = Callable[[], datetime]
Show = Callable[[str], None]


class Refused(AskingError):  # noqa: N818 - the command line prints it as it reads
    """The first answer says that there is nothing to ask here; the message says why and the cure."""


class Asking:
    """Sends questions to a deployment and remembers when each began."""

    def __init__(self, deployment: Deployment, now: Now, show: Show) -> None:
        """Prepare; `show` is told what is being asked."""
        self.deployment = deployment
        self.started: list[datetime] = []
        self.spent: str | None = None
        """Why nothing more was sent, if the budget ended before the questions did."""
        self._now, self._show = now, show

    def __call__(self, question: Question) -> Exchange:
        """Ask; raise `Refused` where the first answer is a closed door."""
        self._show(scrub(f"{self.deployment.requests} requests  {question.target()}", self.deployment.secrets))
        began = self._now()
        try:
            exchange = self.deployment.ask(question)
        except BudgetSpent as error:
            self.spent = str(error)
            raise
        if not self.started:
            _demand_welcome(exchange, self.deployment)
        self.started.append(began)
        return exchange


def _demand_welcome(exchange: Exchange, deployment: Deployment) -> None:
    """Raise `Refused` for a first answer after which every other would say the same."""
    said = f"{deployment.base_url}: the first answer is {exchange.status}"
    if exchange.status == 401:
        raise Refused(f"{said}, the key is not accepted; check --api-key or FREDDY_API_KEY, and that it is this host's")
    if exchange.status == 403:
        cure = "check --api-key or FREDDY_API_KEY, and that it may list --organization-id or FREDDY_ORG_ID"
        raise Refused(f"{said}, the key is not accepted for this organization; {cure}")
    if exchange.status == 404:
        cure = "check --base-url (it ends before /v1) and --organization-id"
        raise Refused(f"{said}, there is no such list; {cure}")
    if 300 <= exchange.status < 400:
        place = exchange.headers.get("location", "nowhere")
        told = shorten(printable(scrub(place, deployment.secrets)), 200)
        raise Refused(f"{said}, to {told}, and redirects are not followed; give --base-url as it is meant")


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
