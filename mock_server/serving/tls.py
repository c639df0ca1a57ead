"""TLS: a certificate and its key, as the server takes them."""

from __future__ import annotations

import ssl
from pathlib import Path

from mock_server.settings import UsageError

_MISMATCHES = ("KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH", "NO_CERTIFICATE_ASSIGNED")
"""OpenSSL's words for a key that is not the certificate's; the last one where it is of another kind."""


def context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what the server answers under TLS with; `UsageError` names the file and the cure."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.set_alpn_protocols(["http/1.1"])
    _demand(certificate, "CERTIFICATE-----", "--tls-cert", "certificate")
    _demand(key, "PRIVATE KEY-----", "--tls-key", "private key")
    try:
        # Without a password of ours, Python would ask for one on the terminal, and a container would wait for it.
        made.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as error:
        raise UsageError(_reason(error, certificate, key)) from error
    return made


def _demand(path: Path, mark: str, option: str, what: str) -> None:
    try:
        text = path.read_text("latin-1")
    except OSError as error:
        raise UsageError(f"{option}: {path}: cannot be read: {error.strerror}") from error
    if mark not in text:
        raise UsageError(f"{option}: {path}: holds no {what}; name a PEM file, which has a line -----BEGIN {mark}")


def _reason(error: ssl.SSLError, certificate: Path, key: Path) -> str:
    if error.reason in _MISMATCHES:
        return f"--tls-key: {key}: is not the key of {certificate}; name the two that were made together"
    if "ENCRYPTED" in key.read_text("latin-1"):
        return f"--tls-key: {key}: is locked by a password; write it without: openssl pkey -in {key} -out FILE"
    return f"--tls-cert: {certificate}: cannot be used with {key}: {error.reason or error}"
