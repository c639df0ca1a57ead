"""A server that serves no TLS does without OpenSSL, and nobody else has to."""

from __future__ import annotations

import subprocess
import sys

import pytest

SERVES = """
async def answer():
    async def told(reader, writer):
        writer.write(b"told")
        writer.close()
    server = await asyncio.start_server(told, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    assert await reader.read() == b"told"
    writer.close()
    server.close()
asyncio.run(answer())
"""


@pytest.mark.parametrize(
    "script",
    [
        "assert not {'ssl', '_ssl'} & set(sys.modules)",
        "import asyncio" + SERVES,
        "import ssl; ssl.create_default_context()",
    ],
    ids=["is light", "serves", "leaves ssl to others"],
)
def test_asyncio_is_loaded_without_openssl(script: str) -> None:
    """It serves as ever, and whoever needs `ssl` has it."""
    light = f"import sys; from mock_server.without_tls import load_asyncio; load_asyncio()\n{script}"

    assert subprocess.run([sys.executable, "-c", light], check=False).returncode == 0


def test_asyncio_that_is_there_stays_as_it_is() -> None:
    """A program that has loaded it, with TLS, may start a mock."""
    script = "import asyncio, ssl, sys; from mock_server.without_tls import load_asyncio; load_asyncio()\n"
    told = "assert sys.modules['ssl'] is ssl is asyncio.base_events.ssl"

    assert subprocess.run([sys.executable, "-c", script + told], check=False).returncode == 0
