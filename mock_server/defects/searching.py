"""Searches that find too much, or too little."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

from contracts.schema.access import Row
from contracts.schema.query import ListQuery
from contracts.schema.reference import FOLDS
from mock_server.defects.declare import defect
from mock_server.defects.steps import Steps


def _texts(row: Row) -> list[str]:
    return [text for text in (row["name"], row["description"]) if text is not None]


def _any(steps: Steps, row: Row, query: ListQuery, finds: Callable[[str, str], bool]) -> bool:
    """Search with another comparison of term and text, both in the form in which the dialect compares."""
    fold = FOLDS[steps.dialect["search_case"]]
    return query.search is None or any(finds(fold(query.search), fold(text)) for text in _texts(row))


def searched(steps: Steps, row: Row, query: ListQuery, how: Callable[[str], str | None]) -> bool:
    """Search another term."""
    wanted = None if query.search is None else how(query.search)
    return steps.filters["search"](row, query.but(search=wanted))


# --- where it looks


@defect("searching", step="search")
def search_ignored(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search finds every assistant."""
    return True


@defect("searching", step="search")
def search_in_names_only(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search does not look into descriptions."""
    return steps.filters["search"]({**row, "description": None}, query)


@defect("searching", step="search")
def search_in_descriptions_only(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search does not look into names, unless there is no description."""
    return steps.filters["search"]({**row, "name": row["description"] or row["name"]}, query)


for _field in ("instructions", "id", "created_by", "default_model_key", "access_mode"):
    defect(
        "searching",
        step="search",
        name=f"search_in_{_field}_too",
        story=f"A search looks into `{_field}` too.",
    )(
        lambda steps, row, query, field=_field: (
            steps.filters["search"](row, query) or steps.filters["search"]({**row, "name": row[field] or ""}, query)
        )
    )


@defect("searching", step="search")
def search_across_both_fields(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Name and description are joined before a search looks, so that a term may span both."""
    return steps.filters["search"]({**row, "name": f"{row['name']} {row['description'] or ''}"}, query)


@defect("searching", step="search")
def search_in_names_of_the_inactive(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Of inactive assistants only the names are searched."""
    return steps.filters["search"](row if row["is_active"] else {**row, "description": None}, query)


@defect("searching", step="search")
def search_misses_those_without_description(steps: Steps, row: Row, query: ListQuery) -> bool:
    """An assistant without a description is never found, as null swallows its name."""
    return query.search is None or (row["description"] is not None and steps.filters["search"](row, query))


@defect("searching", step="search")
def search_in_beginning_of_descriptions(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search looks into the first 20 characters of a description only."""
    return steps.filters["search"]({**row, "description": (row["description"] or "")[:20]}, query)


# --- how it compares


@defect("searching", step="search")
def search_by_prefix(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search finds texts that begin with the term only."""
    return _any(steps, row, query, lambda term, text: text.startswith(term))


@defect("searching", step="search")
def search_by_prefix_of_words(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search finds the term at the beginning of a word only."""
    return _any(steps, row, query, lambda term, text: re.search(rf"(?<!\w){re.escape(term)}", text) is not None)


@defect("searching", step="search")
def search_by_whole_words(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search finds whole words only."""
    return _any(steps, row, query, lambda term, text: re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None)


@defect("searching", step="search")
def search_by_whole_text(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search finds a name or description only when the term is all of it."""
    return _any(steps, row, query, str.__eq__)


@defect("searching", step="search")
def search_by_any_word(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search of two words finds assistants that have either."""
    words = (query.search or "").split()
    return query.search is None or any(searched(steps, row, query, lambda _, word=word: word) for word in words)  # type: ignore[misc]


@defect("searching", step="search")
def search_by_first_word(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search of two words looks for the first one only."""
    return searched(steps, row, query, lambda term: term.split()[0] if term.strip() else term)


@defect("searching", step="search")
def search_by_first_ten_characters(steps: Steps, row: Row, query: ListQuery) -> bool:
    """Only the first ten characters of a term are looked for."""
    return searched(steps, row, query, lambda term: term[:10])


_REWRITES: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("search_drops_digits", "Digits are dropped from the term.", lambda term: re.sub("[0-9]", "", term)),
    ("search_takes_hyphens_for_spaces", "Hyphens in the term are spaces.", lambda term: term.replace("-", " ")),
    ("search_collapses_spaces", "Two spaces in the term are one.", lambda term: re.sub(" +", " ", term)),
    ("search_drops_quotation_marks", "Quotation marks around the term are dropped.", lambda term: term.strip('"')),
    ("search_by_last_word", "A search of two words looks for the last one only.", lambda term: term.split(" ")[-1]),
    ("search_decodes_twice", "The term is decoded twice, so that `%41` finds an A.", unquote),
)
for _name, _story, _how in _REWRITES:
    defect("searching", step="search", name=_name, story=_story)(
        lambda steps, row, query, how=_how: searched(steps, row, query, how)
    )


@defect("searching", step="search")
def search_lowers_the_term_only(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search puts the term into lower case and not the text, so that no capital letter is ever found."""
    return query.search is None or any(query.search.lower() in text for text in _texts(row))


@defect("searching", step="search")
def case_counts_in_descriptions(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search minds capital letters in descriptions and not in names, or the other way round."""
    in_name = steps.filters["search"]({**row, "description": None}, query)
    minds = steps.dialect["search_case"] == "insensitive"
    fold = str if minds else str.casefold
    return in_name or fold(query.search or "") in fold(row["description"] or "")


@defect("searching", step="search")
def search_folds_accents(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A search finds letters with and without accents alike, and misses what is not of the Latin script."""

    def plain(text: str) -> str:
        return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()

    return _any(steps, row, query, lambda term, text: plain(term) in plain(text) if plain(term) else False)


@defect("searching", step="search")
def search_drops_other_scripts(steps: Steps, row: Row, query: ListQuery) -> bool:
    """What is not ASCII is dropped from the term before it is looked for."""
    return searched(steps, row, query, lambda term: term.encode("ascii", "ignore").decode())


@defect("searching", step="search", link="https://github.com/outline/outline/issues/13102")
def percent_is_a_wildcard(steps: Steps, row: Row, query: ListQuery) -> bool:
    """`%` in a term stands for any text."""
    return _any(steps, row, query, lambda term, text: _like(term, text, "%", ".*"))


@defect("searching", step="search", link="https://github.com/outline/outline/issues/13102")
def underscore_is_a_wildcard(steps: Steps, row: Row, query: ListQuery) -> bool:
    """`_` in a term stands for any character."""
    return _any(steps, row, query, lambda term, text: _like(term, text, "_", "."))


def _like(term: str, text: str, mark: str, pattern: str) -> bool:
    return re.search(pattern.join(map(re.escape, term.split(mark))), text, re.DOTALL) is not None


@defect("searching", step="search")
def term_is_a_pattern(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A term is taken for a regular expression where it can be one."""

    def finds(term: str, text: str) -> bool:
        try:
            return re.search(term, text) is not None
        except re.error:
            return term in text

    return _any(steps, row, query, finds)


@defect("searching", step="search")
def backslash_swallowed(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A backslash in a term is not looked for."""
    return searched(steps, row, query, lambda term: term.replace("\\", ""))


@defect("searching", step="search")
def term_escaped_as_html(steps: Steps, row: Row, query: ListQuery) -> bool:
    """A term is escaped for HTML, so that `&`, `<` and quotes are never found."""
    return searched(steps, row, query, html.escape)
