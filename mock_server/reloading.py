"""A data file that is served again when it changes, while the mock runs.

Asked for every half second, not announced by the system: that works on every disk, in containers' mounts too. Editors
and scripts write a file in several steps, or put another in its place; so a change counts once the file is the same
twice in a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from fixtures.datafile import DataError, read_rows
from mock_server import logs
from mock_server.commands import Load
from mock_server.mock import Mock

SECONDS = 0.5
MOST_LINES = 20
"""Mistakes of a file told at once."""

_Look = tuple[int, int, int] | None
"""When a file was changed, its size, and its place on the disk; None while there is none."""


class DataFile:
    """A file of assistants and the mock that serves them; `look` once in a while, by one thread."""

    def __init__(self, path: Path, mock: Mock) -> None:
        """Take the file as it is for what the mock serves."""
        self.path = path
        self._mock = mock
        self._served = self._last = _look(path)

    def look(self) -> None:
        """Serve the file if it has changed and is whole; what breaks the contract is told, and changes nothing."""
        last, self._last = self._last, _look(self.path)
        if self._last is None or self._last != last or self._last == self._served:
            return
        self._served = self._last
        try:
            rows, problems = read_rows(self.path), list[str]()
        except DataError as error:
            rows, problems = [], error.problems
        if _look(self.path) != self._last:
            return  # somebody writes on: what was read may be half of it
        if problems:
            for line in (*told(problems), "--data: the assistants stay as they were"):
                logs.tell(line, wrong=True)
        else:
            self._mock.do(Load(assistants=rows))
            logs.tell(f"--data: {self.path.name} has changed; assistants served now: {len(rows):,}")


def _look(path: Path) -> _Look:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def told(problems: Sequence[str]) -> list[str]:
    """Return lines that tell what is wrong with a data file, the first of very many."""
    more = len(problems) - MOST_LINES
    return [f"--data: {line}" for line in (*problems[:MOST_LINES], *([f"and {more} more"] if more > 0 else []))]


@contextmanager
def followed(path: Path, mock: Mock) -> Iterator[None]:
    """Serve the file again whenever it changes, while the context lasts."""
    file, ended = DataFile(path, mock), Event()

    def follow() -> None:
        while not ended.wait(SECONDS):
            try:
                file.look()
            except Exception as error:
                logs.tell_fault(error, f"a change of {path}")

    thread = Thread(target=follow, name="data file", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(SECONDS)  # nobody who ends the mock waits for a long file
