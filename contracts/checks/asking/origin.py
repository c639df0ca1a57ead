"""Read a base URL: the one origin that is asked, with a path before the documented one."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from contracts.checks.asking.errors import UsageError


def read_base_url(base_url: str) -> SplitResult:
    """Return a base URL's parts; a message repeats the URL only where no secret can stand in it."""
    if not re.fullmatch("[!-~]+", base_url):
        raise UsageError("base URL: is empty, or has spaces or letters that are not ASCII; write http://host:port")
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError as error:
        raise UsageError("base URL: has a host or port that cannot be read; write http://host:port") from error
    if "@" in parts.netloc:
        raise UsageError("base URL: holds a user name or password; give credentials as an API key")
    if "?" in base_url or "#" in base_url:
        raise UsageError("base URL: has a query or fragment; end it before the ? or #")
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"base URL: {base_url!r} does not begin with http:// or https://; add it")
    if not parts.hostname or port == 0:
        raise UsageError(f"base URL: {base_url!r} names no host; write {parts.scheme}://host:port")
    if parts.path.rstrip("/").endswith(("/v1", "/v1/assistants")):
        raise UsageError(f"base URL: {base_url!r} goes too far; end it before /v1")
    return parts._replace(path=parts.path.rstrip("/"))
