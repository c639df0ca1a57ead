"""Who asks: headers that carry a secret, and the shell words that do without it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contracts.checks.asking.errors import UsageError

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNSENDABLE = re.compile(r"[^\t\x20-\x7e\xa0-\xff]")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Headers that say who asks, and the arguments that make curl send them from the environment."""

    headers: tuple[tuple[str, str], ...] = ()
    curl: tuple[str, ...] = ()
    """Shell words, such as `-H "X-API-Key: $FREDDY_API_KEY"`; the secret itself never stands here."""

    def __post_init__(self) -> None:
        for name, value in self.headers:
            if not _HEADER_NAME.fullmatch(name):
                raise UsageError("credentials: a header's name may hold letters, digits and hyphens only")
            found = _UNSENDABLE.search(value)
            if found:
                what = "a line break" if found.group() in "\r\n" else "a character that no header can carry"
                place = f"character {found.start() + 1} of {len(value)}"
                raise UsageError(f"{name}: the value has {what} ({place}); copy the key again, without it")

    def __repr__(self) -> str:
        return f"Credentials({', '.join(f'{name}: ***' for name, _ in self.headers)})"

    @classmethod
    def api_key(cls, secret: str, variable: str = "FREDDY_API_KEY") -> Credentials:
        """Return an API key's credentials; the curl line reads the key from an environment variable."""
        return cls((("X-API-Key", secret),), (f'-H "X-API-Key: ${variable}"',))

    @classmethod
    def bearer(cls, secret: str, variable: str = "FREDDY_BEARER") -> Credentials:
        """Return a bearer token's credentials; the curl line reads the token from an environment variable."""
        return cls((("Authorization", f"Bearer {secret}"),), (f'-H "Authorization: Bearer ${variable}"',))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown: every header's value, and a bearer token without its scheme."""
        values = [value for _, value in self.headers]
        return tuple(part for value in values for part in (value, value.partition(" ")[2]) if part)


NO_CREDENTIALS = Credentials()
"""A question from nobody."""
