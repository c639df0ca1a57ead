"""The mock's own server in a thread of this process, for tests that ask over a port."""

from __future__ import annotations

import asyncio
from threading import Thread

from mock_server.serving import Server, listen
from mock_server.wsgi import Front


class Background:
    """A server on a free port of this machine; it begins when it is first asked for, and shows one mock at a time."""

    def __init__(self) -> None:
        """Listen nowhere yet."""
        self._server: Server | None = None

    def show(self, front: Front) -> str:
        """Answer as a mock from now on; return the URL, without a slash at its end."""
        if self._server is None:
            listening = listen("127.0.0.1", 0)
            self._server = Server(front, listening, refuse=front.mock.refuse, front=front)
            self._thread = Thread(target=asyncio.run, args=(self._server.run(),), name="freddy-mock", daemon=True)
            self._thread.start()
        self._server.app = self._server.front = front
        self._server.refuse = front.mock.refuse
        return self._server.address

    def close(self) -> None:
        """End the server, if there is one; requests under way are answered first, for some seconds at most."""
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server = None
