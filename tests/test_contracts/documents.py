"""The two documents as facts: every property with its path, type, mark, default, values, bounds and examples.

The documents are texts flattened from web pages. A property is a line such as `limit integer optional · Defaults to
50`, and the lines after it describe it. A line such as `Show properties` opens a level; nothing closes one, so a level
ends at the first property that cannot be a member of it (`_LEVELS`, `_by_first_member`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"

_TYPE = "(?:string|integer|number|boolean|array|object|null)"
_PROPERTY = re.compile(
    rf"(?P<name>\w+) (?P<types>{_TYPE}(?: or {_TYPE})*)(?: (?P<mark>optional|required))?"
    r"(?: · Defaults to (?P<default>\S+))?"
)
_BULLET = re.compile(r"  • (?P<name>\w+) - (?P<text>.+)")
_ALTERNATIVE = re.compile(rf"MCP .* (?P<type>{_TYPE})")
_CAPABILITIES = re.compile(r"(?:(\w+)\(boolean\))+")
_GLUED = re.compile(r"[a-z_]+- ")

_LAST_WORDS = "history|retention|tokens|tasks|steps|responses|output|format|object|filtering"
"""Words that ended a line before the page was flattened: `Keep all conversation history` + `off- No context`."""

_GLUED_VALUE = re.compile(rf"(?:^|\)|{_LAST_WORDS})([a-z_]+)- ")

PROSE = (
    "Skip to content",
    "Last updated",
    "Get all assistants the user has access to across organizations with pagination, search, and filtering "
    "capabilities.",
    "Bash",
    "Response:",
)
"""Lines of the list page that state no fact."""

SECTIONS = ("Query Parameters", "Returns")


@dataclass
class Property:
    """One documented property; its facts are read from its own line and from the lines that describe it."""

    path: str
    types: tuple[str, ...] = ()
    mark: str | None = None
    default: str | None = None
    section: str = ""
    lines: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    bullets: dict[str, str] = field(default_factory=dict)
    structure: Any = None

    @property
    def name(self) -> str:
        """The last word of the path."""
        return self.path.rpartition(".")[2]

    @property
    def text(self) -> str:
        """The description, glued lists of values left out."""
        return "\n".join(line for line in self.lines if not _GLUED.match(line))

    @property
    def glued(self) -> str:
        """The flattened list of values, each with its explanation."""
        return "".join(line for line in self.lines if _GLUED.match(line))

    @property
    def values(self) -> tuple[str, ...]:
        """Every value of an enumeration, in the document's order."""
        if self.glued:
            return tuple(_GLUED_VALUE.findall(self.glued))
        if self.bullets and "Values:" in self.text:
            return tuple(self.bullets)
        if found := re.search(r"\((\w+(?:/\w+)+)\)", self.text):
            return tuple(found[1].split("/"))
        plain = re.sub(r" \([^()]*\)", "", self.text)
        found = re.search(r"(?:Values:|One of|\bAlways) ([^.]+)\.", plain)
        return tuple(found[1].split(", ")) if found else ()

    @property
    def stated_default(self) -> str | None:
        """The default of the property's line, or else of its list of values."""
        marked = re.search(rf"(?:^|\)|{_LAST_WORDS})([a-z_]+)- [^()-]*\(default\)", self.glued)
        return self.default or (marked[1] if marked else None)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Least and greatest number allowed."""
        found = re.search(r"(?:\(|range from )(-?[\d.]+)(?:-| to )(-?[\d.]*\d)", self.text)
        return (float(found[1]), float(found[2])) if found else None

    @property
    def prefix(self) -> str | None:
        """What every value begins with."""
        found = re.search(r"Format: (\S+) followed by alphanumeric characters", self.text)
        return found[1] if found else None

    @property
    def examples(self) -> list[Any]:
        """Values that the description gives as examples."""
        if found := re.search(r"e\.g\., (\{.*?\})", self.text):
            return [json.loads(found[1])]
        if found := re.search(r"Examples?: (.+?)(?:\. |\.?$)", self.text, re.MULTILINE):
            return [json.loads(found[1])] if found[1].startswith("[") else found[1].split(", ")
        return []

    @property
    def either(self) -> tuple[str, ...]:
        """The two properties of which one must be there."""
        found = re.search(r"Provide either (\w+) or (\w+)\.", self.text)
        return found.groups() if found else ()

    @property
    def members(self) -> tuple[str, ...]:
        """Members that prose names: of the objects in a list, or of a structure shown as an example."""
        if self.structure:
            return tuple(self.structure[0])
        found = re.search(r"Each schema includes (.+?)\.", self.text)
        return tuple(re.split(r", (?:and )?", found[1])) if found else ()


_Accepts = Callable[[Property], bool]


@dataclass
class _Level:
    owner: Property
    accepts: _Accepts | None


_LEVELS: dict[str, _Accepts] = {
    # Spelled in camel case as an island: a name with an underscore is outside.
    "Show tool configurations": lambda member: "_" not in member.name,
    # No setting of an MCP server is a plain list.
    "Show MCP tool structure": lambda member: member.types != ("array",),
    # Holds alternatives, no properties.
    "Show possible types": lambda _: False,
}


def _by_first_member(first: Property) -> _Accepts:
    if first.mark is None and first.default:  # settings: no mark, always a default
        return lambda member: member.mark is None and member.default is not None
    if first.types == ("object",):
        return lambda member: member.types == ("object",)
    if first.types == ("boolean",):  # a filter: a flag and a list of names
        return lambda member: member.types in (("boolean",), ("array",))
    raise ValueError(f"{first}: no rule says where the level that it begins ends")


class Document:
    """One document: its properties in order, its JSON examples, its address, and what became of each line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.properties: list[Property] = []
        self.examples: list[Any] = []
        self.address = ""
        self.kinds: list[tuple[str, str]] = []
        self._levels: list[_Level] = []
        self._section = ""
        self._rest = text
        while self._rest:
            line, _, rest = self._rest.partition("\n")
            self._line_start, self._rest = self._rest, rest
            self.kinds.append((self._read(line), line))

    def __iter__(self) -> Iterator[Property]:
        return iter(self.properties)

    def by_path(self, section: str = "") -> dict[str, Property]:
        """Return the properties of a section by path."""
        return {each.path: each for each in self.properties if each.section == section}

    def _read(self, line: str) -> str:
        for kind, read in self._readers.items():
            if read(self, line):
                return kind
        return "unknown"

    def _read_property(self, line: str) -> bool:
        if not (found := _PROPERTY.fullmatch(line)):
            return False
        types = tuple(found["types"].split(" or "))
        new = Property(found["name"], types, found["mark"], found["default"], self._section)
        while self._levels and not self._holds(self._levels[-1], new):
            self._levels.pop()
        if self._levels:
            new.path = f"{self._levels[-1].owner.path}.{new.name}"
        self.properties.append(new)
        return True

    def _holds(self, level: _Level, new: Property) -> bool:
        level.accepts = level.accepts or _by_first_member(new)
        return level.accepts(new)

    def _read_opener(self, line: str) -> bool:
        if not line.startswith("Show "):
            return False
        if line != "Show structure":
            self._levels.append(_Level(self._described(), _LEVELS.get(line)))
        return True

    def _read_alternative(self, line: str) -> bool:
        if not (found := _ALTERNATIVE.fullmatch(line)):
            return False
        while self._levels[-1].accepts is not _LEVELS["Show possible types"]:
            self._levels.pop()
        self._levels[-1].owner.alternatives.append(found["type"])
        return True

    def _read_capabilities(self, line: str) -> bool:
        if not _CAPABILITIES.fullmatch(line):
            return False
        owner = self.properties[-1]
        for name in re.findall(r"(\w+)\(boolean\)", line):
            self.properties.append(Property(f"{owner.path}.{name}", ("boolean",)))
        return True

    def _read_json(self, line: str) -> bool:
        found = re.match(r'(?:"\w+": )?(?=[\[{]\n)', self._line_start)
        if not found:
            return False
        value, end = json.JSONDecoder().raw_decode(self._line_start, found.end())
        if found[0]:
            self.properties[-1].structure = value
        else:
            self.examples.append(value)
        self._rest = self._line_start[end:].lstrip("\n")
        return True

    def _read_bullet(self, line: str) -> bool:
        if found := _BULLET.fullmatch(line):
            self.properties[-1].bullets[found["name"]] = found["text"]
        return bool(found)

    def _read_section(self, line: str) -> bool:
        self._section = line if line in SECTIONS else self._section
        return line in SECTIONS

    def _read_address(self, line: str) -> bool:
        found = re.fullmatch("GET(https://.*)", line)
        self.address = found[1] if found else self.address
        return bool(found)

    def _read_description(self, line: str) -> bool:
        if not self.properties or self.examples:
            return False
        self._described().lines.append(line)
        return True

    def _described(self) -> Property:
        """Return the property that a line speaks of: the last one, or the one whose possible types are shown."""
        in_alternative = self._levels and self._levels[-1].accepts is _LEVELS["Show possible types"]
        return self._levels[-1].owner if in_alternative else self.properties[-1]

    _readers: ClassVar[dict[str, Callable[[Document, str], bool]]] = {
        "blank": lambda _, line: not line.strip(),
        "prose": lambda _, line: line in PROSE,
        "section": _read_section,
        "address": _read_address,
        "request": lambda _, line: line.startswith(("curl ", "  -H ")),
        "property": _read_property,
        "opener": _read_opener,
        "alternative": _read_alternative,
        "capabilities": _read_capabilities,
        "json": _read_json,
        "bullet": _read_bullet,
        "link": lambda _, line: line.startswith(("- ", "See ")),
        "description": _read_description,
    }


def object_page() -> Document:
    """Read the Assistant object's page."""
    return Document((DOCUMENTS / "assistant-object.txt").read_text(encoding="utf-8"))


def list_page() -> Document:
    """Read the list endpoint's page."""
    return Document((DOCUMENTS / "list-assistants.txt").read_text(encoding="utf-8"))
