"""Wrong parameters that are let through, right ones that are refused, and errors that are not as documented."""

from __future__ import annotations

import re
from collections.abc import Callable

from contracts.schema.access import Caller
from contracts.schema.problems import Invalid, Refusal
from contracts.schema.query import ListQuery
from mock_server.defects.declare import defect
from mock_server.defects.steps import Pairs, Steps, Stop
from mock_server.defects.ways import Text, admitting, validation

# --- wrong parameters let through


def _accepting(parameter: str, texts: str, how: Text) -> Callable[[Steps, Pairs, Caller], ListQuery | Refusal]:
    def read(text: str) -> str | None:
        return how(text) if re.fullmatch(texts, text, re.DOTALL) else text

    return lambda steps, pairs, caller: admitting(steps, pairs, caller, parameter, read)


_BIG, _NEGATIVE, _DECIMAL, _WORD = "[0-9]+", "-[0-9]+", r"-?[0-9]+\.[0-9e]+", "(?s:.*[^0-9.-].*)"
_LENIENT: tuple[tuple[str, str, str, str, Text], ...] = (
    ("limit_0_accepted", "limit=0 is taken as the default instead of refused.", "limit", "0+", lambda _: None),
    ("limit_0_is_1", "limit=0 is taken as 1 instead of refused.", "limit", "0+", lambda _: "1"),
    (
        "limit_above_100_clamped",
        "A limit above 100 is taken as 100 instead of refused.",
        "limit",
        _BIG,
        lambda _: "100",
    ),
    ("limit_above_100_is_default", "A limit above 100 is taken as the default.", "limit", _BIG, lambda _: None),
    ("limit_negative_accepted", "A negative limit is taken as the default.", "limit", _NEGATIVE, lambda _: None),
    ("limit_sign_dropped", "A negative limit loses its sign.", "limit", _NEGATIVE, lambda text: text[1:]),
    ("limit_word_accepted", "A limit that is no number is taken as the default.", "limit", _WORD, lambda _: None),
    (
        "limit_decimal_accepted",
        "A limit with decimals is rounded down.",
        "limit",
        _DECIMAL,
        lambda text: text.split(".")[0],
    ),
    ("limit_empty_accepted", "An empty limit is taken as the default.", "limit", "", lambda _: None),
    ("offset_negative_accepted", "A negative offset is taken as 0.", "offset", _NEGATIVE, lambda _: "0"),
    ("offset_word_accepted", "An offset that is no number is taken as 0.", "offset", _WORD, lambda _: "0"),
    (
        "offset_decimal_accepted",
        "An offset with decimals is rounded down.",
        "offset",
        _DECIMAL,
        lambda text: text.split(".")[0],
    ),
    ("sort_by_unknown_accepted", "An unknown sort_by is taken as name.", "sort_by", ".*", lambda _: None),
    ("sort_order_unknown_accepted", "An unknown sort_order is taken as asc.", "sort_order", ".*", lambda _: "asc"),
    (
        "sort_order_unknown_is_desc",
        "Any sort_order but asc is taken as desc.",
        "sort_order",
        ".*",
        lambda _: "desc",
    ),
    ("sort_order_in_any_case", "sort_order is taken in capital letters.", "sort_order", "ASC|DESC", str.lower),
    ("fields_unknown_accepted", "An unknown fields is taken as summary.", "fields", ".*", lambda _: None),
    ("fields_unknown_is_full", "An unknown fields is taken as full.", "fields", ".*", lambda _: "full"),
    ("fields_takes_a_list", "fields takes a list of names, and shows the summary.", "fields", ".*,.*", lambda _: None),
    (
        "include_inactive_word_is_false",
        "A text that is no boolean counts as false.",
        "include_inactive",
        ".*",
        lambda _: "false",
    ),
    (
        "include_inactive_word_is_true",
        "A text that is no boolean counts as true.",
        "include_inactive",
        ".*",
        lambda _: "true",
    ),
    (
        "limit_exponent_accepted",
        "A limit in scientific notation is accepted, as JavaScript's Number does.",
        "limit",
        "[0-9.]+e[0-9]+",
        lambda text: str(int(float(text))),
    ),
    ("sort_by_in_any_case", "sort_by is taken in capital letters.", "sort_by", "[A-Z_]+", str.lower),
    ("fields_in_any_case", "fields is taken in capital letters.", "fields", "[A-Z]+", str.lower),
    ("access_mode_in_any_case", "access_mode is taken in capital letters.", "access_mode", "[A-Z]+", str.lower),
    ("access_mode_unknown_ignored", "An unknown access_mode lists every mode.", "access_mode", ".*", lambda _: None),
)
for _name, _story, _parameter, _texts, _how in _LENIENT:
    defect("validation", step="admit", name=_name, story=_story)(_accepting(_parameter, _texts, _how))


@defect("validation", step="admit")
def limit_above_100_accepted(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """A limit above 100 is accepted, and that many are listed."""
    query = admitting(steps, pairs, caller, "limit", lambda text: "100" if text.isdecimal() and int(text) else text)
    sent = [text for name, text in pairs if name == "limit" and text.isdecimal()]
    if isinstance(query, Refusal) or not sent:
        return query
    return query.but(limit=int(sent[-1][:9]))


@defect("validation", step="admit")
def limit_unchecked_in_full(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """With fields=full a wrong limit is taken as the default."""
    in_full = ("fields", "full") in pairs
    return admitting(steps, pairs, caller, "limit", lambda text: None if in_full else text)


@defect("validation", step="admit")
def include_inactive_0_is_true(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """include_inactive=0 counts as true, as any text does in JavaScript."""
    query = steps.admit(pairs, caller)
    zero = ("include_inactive", "0") in pairs and isinstance(query, ListQuery)
    return query.but(include_inactive=True) if zero else query  # type: ignore[union-attr]


@defect("validation", step="admit")
def sort_by_any_property(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """sort_by takes any property of an assistant, such as id."""
    query = admitting(
        steps, pairs, caller, "sort_by", lambda text: "name" if text in ("id", "temperature", "is_active") else text
    )
    sent = [text for name, text in pairs if name == "sort_by"]
    return query if isinstance(query, Refusal) or not sent else query.but(sort_by=sent[-1])


# --- the organization


def _asked(pairs: Pairs) -> str:
    return next((text for name, text in reversed(pairs) if name == "organization_id"), "")


def _own(caller: Caller) -> str | None:
    return caller.key_organization_id or next((each.organization_id for each in caller.memberships), None)


@defect("validation", step="admit")
def organization_missing_is_own(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """Without organization_id the caller's first organization is listed."""
    own = _own(caller)
    named = any(name == "organization_id" for name, _ in pairs)
    return steps.admit(pairs if named or own is None else [*pairs, ("organization_id", own)], caller)


@defect("validation", step="admit")
def organization_empty_is_own(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """With an empty organization_id the caller's first organization is listed."""
    return admitting(steps, pairs, caller, "organization_id", lambda text: text or _own(caller))


@defect("validation", step="admit")
def organization_missing_breaks(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """Without organization_id the server breaks: 500."""
    if not _asked(pairs):
        raise Stop
    return steps.admit(pairs, caller)


# --- right parameters refused


def _refusing(parameter: str, value: object) -> Callable[[Steps, Pairs, Caller], ListQuery | Refusal]:
    def admit(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
        query = steps.admit(pairs, caller)
        texts = [text for name, text in pairs if name == parameter]
        if isinstance(query, Refusal) or not texts or getattr(query, parameter) != value:
            return query
        message = f"{parameter}: {texts[-1]!r} is not allowed"
        return Refusal(validation(steps), message, (Invalid(parameter, texts[-1], message, "value_error"),))

    return admit


_ALLOWED: tuple[tuple[str, str, object], ...] = (
    ("limit_1_refused", "limit", 1),
    ("limit_100_refused", "limit", 100),
    ("offset_0_refused", "offset", 0),
    ("sort_by_updated_at_refused", "sort_by", "updated_at"),
    ("sort_order_desc_refused", "sort_order", "desc"),
    ("fields_standard_refused", "fields", "standard"),
    ("access_mode_private_refused", "access_mode", "private"),
    ("include_inactive_false_refused", "include_inactive", False),
)
for _name, _parameter, _value in _ALLOWED:
    defect(
        "validation", step="admit", name=_name, story=f"{_parameter}={str(_value).lower()} is refused, though right."
    )(_refusing(_parameter, _value))
