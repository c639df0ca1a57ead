"""What the server says when it starts: where it is, who may ask, and a line to paste."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from contracts.schema.access import Credential
from fixtures.people import PEOPLE
from fixtures.world import World
from mock_server.control_api.settings import is_loopback

DOCUMENTED_ORGANIZATION = "org_abc123"
"""The one of the documents' curl line."""

CONTROL = "Control: open this in a browser, or call it with the token as X-Mock-Token"

MOST_ORGANIZATIONS = 8
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Introduction:
    """A caller, and an API key that opens one of their organizations."""

    name: str
    story: str
    secret: str
    organization_id: str


def _keys(world: World, user_id: str) -> list[Credential]:
    return [
        each
        for each in world.credentials.values()
        if each.caller.user_id == user_id and each.kind == "api_key" and each.state == "active"
    ]


def tokens(world: World) -> list[str]:
    """Return the bearer tokens that open all organizations of their callers."""
    found = (each for each in world.credentials.values() if each.caller.memberships)
    return [each.secret for each in found if each.kind == "bearer" and each.state == "active"]


def _size(world: World, credential: Credential) -> int:
    organization = world.organization(credential.caller.key_organization_id or "")
    return 0 if organization is None else len(organization)


def introductions(world: World) -> list[Introduction]:
    """Return every caller that has a key, with the key for the largest of their organizations."""
    known = []
    for name, caller in world.callers.items():
        keys = _keys(world, caller.user_id)
        if keys:
            key = max(keys, key=lambda each: _size(world, each))
            known.append(Introduction(name, PEOPLE[name].story, key.secret, key.caller.key_organization_id or ""))
    return known


def showcase(world: World) -> Introduction | None:
    """Return who asks in the line to paste: the first caller, about the documents' organization or the largest."""
    known = introductions(world)
    if not known:
        return None
    first = known[0]
    keys = {each.caller.key_organization_id: each.secret for each in _keys(world, world.callers[first.name].user_id)}
    asked = DOCUMENTED_ORGANIZATION if DOCUMENTED_ORGANIZATION in keys else first.organization_id
    return Introduction(first.name, first.story, keys[asked], asked)


def curl(address: str, asked: Introduction, certificate: Path | None = None) -> list[str]:
    """Return the documents' curl line for this server, after the line that sets its key."""
    # Most certificates for this machine are vouched for by nobody that curl knows.
    trusted = [] if certificate is None else [f"  --cacert {shlex.quote(str(certificate))} \\"]
    return [
        f"export FREDDY_API_KEY={shlex.quote(asked.secret)}",
        f'curl "{address}/v1/assistants?organization_id={quote(asked.organization_id, safe="")}" \\',
        *trusted,
        '  -H "X-API-Key: $FREDDY_API_KEY"',
    ]


def reached_by(host: str) -> str | None:
    """Return which other machines reach what listens on a host; None where it is this machine alone."""
    if is_loopback(host):
        return None
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - told, not bound
    return f"other machines too, at {'every address of this one' if everywhere else host}"


def banner(
    address: str,
    world: World,
    dialect: str,
    console: str | None = None,
    *,
    certificate: Path | None = None,
    sharing: str | None = None,
    reach: str | None = None,
    names: Sequence[str] = (),
) -> str:
    """Return the whole text, with a line break at its end; `address` without a slash at its end.

    `console` is the path of the control API's page, if there is one, and `names` those that it may be asked under;
    `sharing` says who answers together, `reach` which other machines may ask.
    """
    facts = [
        ("listening on", f"{address}   (Ctrl+C stops)"),
        *([] if reach is None else [("reached by", reach)]),
        ("documentation", f"{address}/docs"),
        ("dialect", dialect),
        ("world", f"scenario {world.scenario}, seed {world.seed}"),
        *([] if sharing is None else [("answering", sharing)]),
    ]
    people = introductions(world)
    asked = showcase(world)
    let_in = [] if reach is None else [f"  under the names {', '.join(names)}; --allowed-host NAME adds one"]
    blocks = [
        ["freddy-mock: GET /v1/assistants, mocked"],
        _table(facts),
        ["Organizations: the end of their keys, id, number of assistants, name", *_table(_counts(world))],
        ["Callers, with an API key each; a key opens one organization", *_table(_people(people))],
        [
            "Bearer tokens; a token opens all organizations of its caller",
            *_table([(", ".join(tokens(world)),)] if people else []),
        ],
        [CONTROL, *([] if console is None else [f"  {address}{console}", *let_in])],
        ["To try it, paste:", *([] if asked is None else curl(address, asked, certificate))],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if len(block) > 1 or block is blocks[0]) + "\n\n"


def _counts(world: World) -> list[tuple[str, ...]]:
    short_names = {named: short_name for short_name, named in world.short_names.items()}
    shown = world.organizations[:MOST_ORGANIZATIONS]
    rows = [(f"_{short_names[each.id]}", each.id, f"{len(each):,}", each.name) for each in shown]
    more = len(world.organizations) - len(rows)
    return [*rows, (f"and {more} more", "", "", "")] if more > 0 else list(rows)


def _people(people: Iterable[Introduction]) -> list[tuple[str, str, str]]:
    return [(each.name, each.secret, each.story) for each in people]


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [_cut(f"  {line}".rstrip()) for line in lines]


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..."
