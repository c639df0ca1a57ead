"""Servers of this machine that speak TLS."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from tests import needs


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a self-signed certificate for 127.0.0.1, with its key in the same file."""
    needs.program("openssl")
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hostile -addext subjectAltName=IP:127.0.0.1"
    command = ["openssl", *request.split(), "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """Return the context of a server with that certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
