"""https with a certificate of one's own, and what is wrong with one."""

from __future__ import annotations

import shlex
import ssl
import subprocess
from http.client import HTTPSConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from mock_server import cli
from tests import needs
from tests.test_mock_server.conftest import HEADERS, PAGE, Start


class Files(NamedTuple):
    """What is given to the mock."""

    certificate: Path
    key: Path
    locked: Path
    other: Path
    other_kind: Path
    broken: Path


COMMANDS = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=mock -addext"
    " subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem",
    "pkey -aes256 -passout pass:secret -in key.pem -out locked.pem",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.pem",
    "genpkey -algorithm ed25519 -out other_kind.pem",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Make a certificate for this machine with its key, the same key locked, other keys, and a broken certificate."""
    openssl, folder = needs.program("openssl"), tmp_path_factory.mktemp("my tls")
    for command in COMMANDS:
        subprocess.run([openssl, *command.split()], cwd=folder, check=True, capture_output=True)
    (folder / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n", encoding="ascii")
    return Files(*(folder / f"{name}.pem" for name in Files._fields))


def test_certificate_serves_https(start: Start, files: Files) -> None:
    """To a client that trusts it; the banner's line says so, too."""
    server = start("--tls-cert", str(files.certificate), "--tls-key", str(files.key), "--log-format", "none")

    context = ssl.create_default_context(cafile=str(files.certificate))
    connection = HTTPSConnection("127.0.0.1", server.port, context=context, timeout=10)
    statuses = []
    for _ in range(2):
        connection.request("GET", PAGE, headers=HEADERS)
        response = connection.getresponse()
        statuses.append((response.status, len(response.read()) > 10_000))
    connection.close()

    assert statuses == [(200, True)] * 2
    assert f"listening on   https://127.0.0.1:{server.port} " in server.banner
    words = shlex.split(server.banner[server.banner.index("curl ") :])
    assert words[1].startswith(f"https://127.0.0.1:{server.port}/v1/assistants?")
    assert words[words.index("--cacert") + 1] == str(files.certificate)
    assert server.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n") == b""  # no HTTP where https is spoken
    assert server.stop() == (0, "")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            ["--tls-cert", "{certificate}"],
            "--tls-cert: a certificate and its private key belong together; add --tls-key",
        ),
        (["--tls-key", "{key}"], "--tls-key: a certificate and its private key belong together; add --tls-cert"),
        (["--tls-cert", "{key}", "--tls-key", "{key}"], "--tls-cert: {key}: holds no certificate; name a PEM file"),
        (
            ["--tls-cert", "{certificate}", "--tls-key", "{certificate}"],
            "--tls-key: {certificate}: holds no private key; name a PEM file",
        ),
        (["--tls-cert", "{certificate}", "--tls-key", "{locked}"], "--tls-key: {locked}: is locked by a password; "),
        (
            ["--tls-cert", "{certificate}", "--tls-key", "{other}"],
            "--tls-key: {other}: is not the key of {certificate}",
        ),
        (
            ["--tls-cert", "{certificate}", "--tls-key", "{other_kind}"],
            "--tls-key: {other_kind}: is not the key of {certificate}",
        ),
        (["--tls-cert", "{broken}", "--tls-key", "{key}"], "--tls-cert: {broken}: cannot be used with {key}: "),
        (["--tls-cert", "nope.pem", "--tls-key", "{key}"], "--tls-cert: 'nope.pem': there is no such file"),
    ],
)
def test_mistake_is_one_line_with_the_cure(
    capsys: pytest.CaptureFixture[str], files: Files, options: list[str], expected: str
) -> None:
    """Which file, what is wrong with it; nobody is asked for a password."""
    places = files._asdict()

    assert cli.main([option.format(**places) for option in options]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"freddy-mock: {expected.format(**places)}")
