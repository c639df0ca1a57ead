"""Plots as plain SVG, written by hand: bars on a logarithmic scale, and lines on two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH = 760
MARGIN = 16
COLOURS = ("#2f6f9f", "#e0a030", "#6a9955")
INK, FAINT, PAPER = "#333333", "#dddddd", "#ffffff"
BAR, GAP = 11, 10
LABELS = 210
"""Pixels for the names of bars, and for the values of an axis."""


def bars(title: str, names: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> str:
    """Return a plot with a group of horizontal bars for each name, one for each series; zero has no place in it."""
    known = [value for values in series.values() for value in values if value is not None]
    low, high = _decades(known)
    left, right, top = LABELS, WIDTH - 80, 70
    group = BAR * len(series) + GAP
    bottom = top + group * len(names)

    def across(value: float) -> float:
        return left + (right - left) * (log10(value) - low) / (high - low)

    parts = [_text(MARGIN, 26, title, size=15, weight="bold"), *_legend(list(series), MARGIN, 48)]
    for decade in range(low, high + 1):
        x = across(10**decade)
        parts += [_line([(x, top - 4), (x, bottom)], FAINT), _text(x, bottom + 16, _power(decade), anchor="middle")]
    for row, name in enumerate(names):
        y = top + group * row
        parts.append(_text(left - 8, y + BAR * len(series) / 2 + 4, name, anchor="end"))
        for number, values in enumerate(series.values()):
            value, place = values[row], y + BAR * number
            if value is not None:
                width = max(across(value) - left, 1)
                parts += [
                    f'<rect x="{left}" y="{place}" width="{width:.1f}" height="{BAR - 1}" fill="{COLOURS[number]}"/>',
                    _text(left + width + 5, place + BAR - 2, f"{value:,.0f}", size=10),
                ]
    return _picture(bottom + 28, parts)


def lines(title: str, across_title: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return a plot of points (x, y), joined to a line for each series; both axes are logarithmic."""
    points = [point for line in series.values() for point in line]
    (x_low, x_high), (y_low, y_high) = _decades([x for x, _ in points]), _decades([y for _, y in points])
    left, right, top, bottom = 80, WIDTH - 45, 70, 370

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = log10(point[0]), log10(point[1])
        return (
            left + (right - left) * (x - x_low) / (x_high - x_low),
            bottom - (bottom - top) * (y - y_low) / (y_high - y_low),
        )

    parts = [_text(MARGIN, 26, title, size=15, weight="bold"), *_legend(list(series), MARGIN, 48)]
    for decade in range(x_low, x_high + 1):
        x, _ = place((10**decade, 10**y_low))
        parts += [_line([(x, top), (x, bottom)], FAINT), _text(x, bottom + 16, _power(decade), anchor="middle")]
    for decade in range(y_low, y_high + 1):
        _, y = place((10**x_low, 10**decade))
        parts += [_line([(left, y), (right, y)], FAINT), _text(left - 8, y + 4, f"{_power(decade)} ms", anchor="end")]
    for colour, line in zip(COLOURS, series.values(), strict=False):
        placed = [place(point) for point in line]
        parts.append(_line(placed, colour, width=2))
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in placed]
    parts.append(_text((left + right) / 2, bottom + 36, across_title, anchor="middle"))
    return _picture(bottom + 48, parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around values, at least one apart."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _power(decade: int) -> str:
    return f"{10**decade:,}" if decade >= 0 else f"{10.0**decade:.{-decade}f}"


def _legend(names: Sequence[str], x: float, y: float) -> Iterator[str]:
    for name, colour in zip(names, COLOURS, strict=False):
        yield f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{colour}"/>'
        yield _text(x + 15, y, name)
        x += 40 + 6.5 * len(name)


def _line(points: Sequence[tuple[float, float]], colour: str, width: int = 1) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", weight: str = "normal") -> str:
    style = f'font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{INK}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'


def _picture(height: float, parts: Sequence[str]) -> str:
    # A background of its own: readers with a dark page would see dark letters on it.
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif">'
    paper = f'<rect width="{WIDTH}" height="{height:.0f}" fill="{PAPER}"/>'
    return "\n".join((opening, paper, *parts, "</svg>", ""))
