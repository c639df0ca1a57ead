"""`fields` says how much of each assistant is shown, and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks import shapes
from contracts.checks.asked import Asked
from contracts.checks.page import identity
from contracts.checks.prediction import shown
from contracts.checks.relation import Contradiction, relation
from contracts.checks.relations.common import has_items, is_predicted, listed, predicted, show

_ANYWHERE = {"organization_id"}
"""What the list page's own example shows in a summary, though `fields` does not name it."""


@relation(
    "projection",
    'LIST, `fields`: "summary - Minimal fields for list views", "standard - Summary + model configuration"',
    needs="a page with an item",
    when=has_items,
)
def items_show_the_documented_names(asked: Asked) -> Iterator[Contradiction]:
    """An item shows the properties of its projection, and no property of a larger one."""
    query, page = listed(asked)
    schema = shapes.item_schema(query.fields, asked.dialect)
    larger = set(shapes.item_schema("full", asked.dialect)["properties"]) - set(schema["properties"]) - _ANYWHERE
    for item in page.items:
        missing = [name for name in schema["required"] if name not in item]
        extra = sorted(larger & set(item))
        if missing or extra:
            what = f"lacks {', '.join(missing)}" if missing else f"shows {', '.join(extra)}"
            yield Contradiction(f"{show(item)} {what} under fields={query.fields}", item.get("id"))
            return


def _has_known(asked: Asked) -> bool:
    return is_predicted(asked) and has_items(asked)


class _Absent:
    def __repr__(self) -> str:
        return "absent"


_ABSENT = _Absent()


@relation(
    "projection",
    'LIST, `fields`: "Control the amount of data returned per assistant"',
    needs="an assistant seen in two answers",
    when=_has_known,
    predicts=True,
)
def values_are_the_same_in_every_projection(asked: Asked) -> Iterator[Contradiction]:
    """What an item shows, null or not, is what it shows in the whole list under `fields=full`."""
    query, page, _ = predicted(asked)
    assert asked.census is not None  # noqa: S101 - it was predicted from
    known = {identity(item): item for item in asked.census.items}
    documented = shapes.item_schema(query.fields, asked.dialect)["properties"]
    for item in page.items:
        if identity(item) not in known:
            continue
        whole = shown(known[identity(item)], query.fields, asked.dialect)
        for name in dict.fromkeys((*whole, *documented)):
            here, there = item.get(name, _ABSENT), whole.get(name, _ABSENT)
            # What is null here may be left out of a fuller item, and not the other way round.
            if here != there and (here, there) != (None, _ABSENT):
                yield Contradiction(f"{show(item)}: {name} is {here!r} here, {there!r} in full", item["id"])
                return
