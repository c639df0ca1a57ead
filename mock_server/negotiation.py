"""What a client accepts and what it has already, as Werkzeug reads it.

Most clients say so in their first request, and to load Werkzeug takes as long as a third of a start: so what is
written as it should be is read here, and only the rest by Werkzeug.
"""

from __future__ import annotations

import re

_CODING = re.compile(r"([A-Za-z0-9*_-]+)(?:[ \t]*;[ \t]*[qQ]=(0(?:\.[0-9]+)?|1(?:\.0+)?))?")
_TAG = r'(?:W/)?"([^"]*)"'
_TAGS = re.compile(rf"{_TAG}(?:[ \t]*,[ \t]*{_TAG})*")


def takes_gzip(accepted: str) -> bool:
    """Tell whether a client with this `Accept-Encoding` takes gzip and does not prefer no coding."""
    found = [_CODING.fullmatch(item) for each in accepted.split(",") if (item := each.strip(" \t"))]
    weights: dict[str, float] = {}
    for each in found:
        if each is None:
            return _takes_gzip(accepted)
        name = each[1].lower()
        weights[name] = max(weights.get(name, 0.0), float(each[2] or 1))
    other = weights.get("*", 0.0)
    return 0 < weights.get("gzip", other) >= weights.get("identity", other)


def _takes_gzip(accepted: str) -> bool:
    """Tell the same of whatever people write."""
    from werkzeug.http import parse_accept_header

    codings = parse_accept_header(accepted)
    return 0 < codings.quality("gzip") >= codings.quality("identity")


def has_tag(known: str, tag: str) -> bool:
    """Tell whether an `If-None-Match` names a tag, weak or not; `*` names every one."""
    if known == "*":
        return True
    if _TAGS.fullmatch(known):
        return tag in re.findall(_TAG, known)
    from werkzeug.http import parse_etags

    return parse_etags(known).contains_weak(tag)
