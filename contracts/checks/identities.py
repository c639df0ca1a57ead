"""Who asks: the given credentials under their labels, and those that must not be let in."""

from __future__ import annotations

import base64

from contracts.checks.asking.credentials import NO_CREDENTIALS, Credentials

WRONG_KEY = "ak_no_key_of_this_deployment"
"""An API key that nobody has."""


def _base64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


WRONG_TOKEN = ".".join(
    map(_base64, ('{"alg":"HS256","typ":"JWT"}', '{"sub":"usr_nobody","exp":4102444800}', "no signature"))
)
"""A bearer token that looks like one, of nobody and with a signature that is none."""


def identities(
    api_key: str | None, bearer: str | None = None, second_api_key: str | None = None
) -> dict[str, Credentials]:
    """Return credentials by the labels that questions use; `api_key` is the first caller, or else `bearer`.

    Raises `UsageError` for a secret that no header can carry.
    """
    known = {
        "none": NO_CREDENTIALS,
        "empty key": Credentials((("X-API-Key", ""),), ('-H "X-API-Key;"',)),
        "wrong key": Credentials((("X-API-Key", WRONG_KEY),), (f'-H "X-API-Key: {WRONG_KEY}"',)),
        "wrong token": _token(f"Bearer {WRONG_TOKEN}", f"Bearer {WRONG_TOKEN}"),
    }
    if api_key is not None:
        known |= {
            "first": Credentials.api_key(api_key),
            "truncated key": Credentials((("X-API-Key", api_key[:-1]),), ('-H "X-API-Key: ${FREDDY_API_KEY%?}"',)),
            "extended key": Credentials((("X-API-Key", f"{api_key}x"),), ('-H "X-API-Key: ${FREDDY_API_KEY}x"',)),
            "wrong scheme": Credentials(
                (("Authorization", f"Basic {api_key}"),), ('-H "Authorization: Basic $FREDDY_API_KEY"',)
            ),
        }
    elif bearer is not None:
        known |= {
            "first": Credentials.bearer(bearer),
            "truncated key": _token(f"Bearer {bearer[:-1]}", "Bearer ${FREDDY_BEARER%?}"),
            "extended key": _token(f"Bearer {bearer}x", "Bearer ${FREDDY_BEARER}x"),
            "wrong scheme": _token(f"Basic {bearer}", "Basic $FREDDY_BEARER"),
        }
    if api_key is not None and bearer is not None:
        known |= {
            "bearer": Credentials.bearer(bearer),
            "truncated token": _token(f"Bearer {bearer[:-1]}", "Bearer ${FREDDY_BEARER%?}"),
            "bare token": _token(bearer, "$FREDDY_BEARER"),
        }
    if second_api_key is not None:
        known["second"] = Credentials.api_key(second_api_key, "FREDDY_SECOND_API_KEY")
    return known


def _token(value: str, written: str) -> Credentials:
    return Credentials((("Authorization", value),), (f'-H "Authorization: {written}"',))
