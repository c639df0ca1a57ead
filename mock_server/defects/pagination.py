"""Pages that do not cut the list where limit and offset say."""

from __future__ import annotations

from contracts.schema import problems
from contracts.schema.access import Caller
from contracts.schema.problems import Refusal
from contracts.schema.query import ListQuery
from mock_server.answers import Admitted
from mock_server.defects.declare import defect
from mock_server.defects.steps import Pairs, Rows, Steps, Stop, vary

# --- where a page begins


@defect("pagination", step="cut")
def offset_one_too_low(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Every page but the first begins with the last assistant of the page before."""
    return steps.cut(rows, vary(asked, offset=max(0, asked.query.offset - 1)))


@defect("pagination", step="cut")
def offset_one_too_high(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Between two pages one assistant is lost."""
    return steps.cut(rows, vary(asked, offset=asked.query.offset + bool(asked.query.offset)))


@defect("pagination", step="cut")
def offset_counts_pages(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Offset counts pages instead of assistants."""
    return steps.cut(rows, vary(asked, offset=asked.query.offset * asked.query.limit))


@defect("pagination", step="cut")
def offset_rounded_to_pages(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Offset is rounded down to whole pages."""
    return steps.cut(rows, vary(asked, offset=asked.query.offset // asked.query.limit * asked.query.limit))


@defect("pagination", step="cut")
def offset_applied_twice(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Offset is applied twice, once by the database and once by the server."""
    return steps.cut(rows, vary(asked, offset=asked.query.offset * 2))


@defect("pagination", step="cut")
def offset_ignored(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Every page is the first one."""
    return steps.cut(rows, vary(asked, offset=0))


@defect("pagination", step="cut")
def offset_ignored_at_limit_100(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """With limit=100 every page is the first one."""
    return steps.cut(rows, vary(asked, offset=0) if asked.query.limit == 100 else asked)


@defect("pagination", step="cut")
def offset_overflows(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """An offset beyond 32 bits starts over at the first page."""
    return steps.cut(rows, vary(asked, offset=0) if asked.query.offset >= 2**31 else asked)


# --- how long a page is


@defect("pagination", step="cut")
def limit_one_too_high(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A page holds one assistant more than asked for."""
    return steps.cut(rows, vary(asked, limit=asked.query.limit + 1))


@defect("pagination", step="cut")
def limit_one_too_low(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A page holds one assistant less than asked for."""
    return steps.cut(rows, vary(asked, limit=asked.query.limit - 1))


@defect("pagination", step="cut")
def limit_ignored(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Every page holds up to 50 assistants, whatever the limit."""
    return steps.cut(rows, vary(asked, limit=50))


@defect("pagination", step="cut")
def limit_capped_at_50(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """No page holds more than 50 assistants."""
    return steps.cut(rows, vary(asked, limit=min(50, asked.query.limit)))


@defect("pagination", step="cut")
def limit_1_gives_none(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Limit=1 gives an empty page."""
    return [] if asked.query.limit == 1 else steps.cut(rows, asked)


@defect("pagination", step="cut")
def limit_99_gives_100(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Limit=99 gives 100 assistants."""
    return steps.cut(rows, vary(asked, limit=100) if asked.query.limit == 99 else asked)


@defect("pagination", step="cut")
def limit_100_gives_99(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Limit=100 gives 99 assistants."""
    return steps.cut(rows, vary(asked, limit=min(99, asked.query.limit)))


@defect("pagination", step="admit")
def default_limit_10(steps: Steps, pairs: Pairs, caller: Caller) -> ListQuery | Refusal:
    """Without limit a page holds 10 assistants."""
    sent = {name for name, _ in pairs}
    return steps.admit(pairs if "limit" in sent else [*pairs, ("limit", "10")], caller)


# --- the end of the list


@defect("pagination", step="cut")
def short_last_page_missing(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """The last page is empty when it is short."""
    ends = asked.query.offset and asked.query.offset + asked.query.limit > len(rows)
    return [] if ends else steps.cut(rows, asked)


@defect("pagination", step="cut")
def short_last_page_filled_up(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A short last page is filled up from the beginning of the list."""
    ends = 0 < asked.query.offset < len(rows)
    return steps.cut([*rows, *rows] if ends else rows, asked)


@defect("pagination", step="cut")
def past_the_end_wraps(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """After the end the list begins again."""
    return steps.cut(rows, vary(asked, offset=asked.query.offset % max(1, len(rows))))


@defect("pagination", step="cut")
def past_the_end_repeats(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """After the end the last page is repeated."""
    return rows[-asked.query.limit :] if asked.query.offset >= len(rows) else steps.cut(rows, asked)


@defect("pagination", step="cut")
def past_the_end_is_404(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A page after the end is not found: 404 instead of an empty list."""
    if rows and asked.query.offset >= len(rows):
        raise Stop(problems.RESOURCE_NOT_FOUND, "there is no such page")
    return steps.cut(rows, asked)


@defect("pagination", step="cut")
def past_the_end_breaks(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """A page after the end breaks the server: 500."""
    if rows and asked.query.offset >= len(rows):
        raise Stop
    return steps.cut(rows, asked)


@defect("pagination", step="cut")
def deep_pages_empty(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """From the 100th assistant on pages are empty."""
    return steps.cut(rows[:100], asked)


# --- rows lost and rows doubled


@defect("pagination", step="cut")
def second_page_lacks_its_first(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """The second page lacks its first assistant."""
    page = steps.cut(rows, asked)
    return page[1:] if asked.query.offset == asked.query.limit else page


@defect("pagination", step="cut")
def every_25th_lost(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """Every 25th assistant of the list is on no page."""
    return [row for at, row in enumerate(steps.cut(rows, asked), asked.query.offset + 1) if at % 25]


@defect("pagination", step="cut")
def row_twice_on_a_page(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """The last assistant of a full page is the first one of that page again."""
    page = steps.cut(rows, asked)
    return [*page[:-1], page[0]] if len(page) == asked.query.limit else page


@defect("pagination", step="order")
def listed_once_for_each_store(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """An assistant is listed, and counted, once for each of its vector stores."""
    return [row for row in steps.order(rows, asked) for _ in row["vector_store_ids"] or (None,)]


@defect("pagination", step="cut", link="https://github.com/tokio-rs/toasty/issues/1141")
def equals_lost_at_page_borders(steps: Steps, rows: Rows, asked: Admitted) -> Rows:
    """The next page skips assistants with the sort value of the last one."""
    before = rows[: asked.query.offset][-1:]
    page = steps.cut(rows, asked)
    return [row for row in page if not before or row[asked.query.sort_by] != before[0][asked.query.sort_by]]
