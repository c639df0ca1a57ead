"""The mock's answers with defects switched on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from contracts.schema.dialect import Dialect
from contracts.schema.problems import Refusal
from fixtures.world import World
from mock_server.answers import LINE, Answer, Answers
from mock_server.defects import steps
from mock_server.defects.catalogue import DEFECTS
from mock_server.defects.declare import faulty
from mock_server.defects.steps import Request

__all__ = ["DEFECTS", "FaultyAnswers"]


class FaultyAnswers(Answers):
    """The answers of a world in a dialect, with some defects; slower, as every row is looked at for every question."""

    pure = False

    def __init__(
        self, world: World, dialect: Dialect, *, clock: Callable[[], datetime], defects: Iterable[str] = ()
    ) -> None:
        """Switch the defects on; raise `UnknownDefectError` for an unknown name."""
        super().__init__(world, dialect, clock=clock)
        self._steps = faulty(steps.plain(world, dialect, self._refuse_request), defects)

    def answer(self, query_string: bytes, api_key: str | None, authorization: str | None) -> Answer:
        """Answer a request step by step."""
        return steps.answer(self._steps, Request(query_string, api_key, authorization))

    def _refuse_request(self, refusal: Refusal, request: Request) -> Answer:
        return self.refuse(refusal, LINE + request.query_string)
