"""asyncio for a server that serves no TLS: without OpenSSL a start takes 7 ms and 1.5 MB less."""

from __future__ import annotations

import sys


def load_asyncio() -> None:
    """Load asyncio as in a Python that was built without OpenSSL; whoever imports `ssl` later gets it nonetheless."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    # So that to import it is an ImportError, which asyncio is prepared for.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401 - for those who import it next
    finally:
        del sys.modules["ssl"]
