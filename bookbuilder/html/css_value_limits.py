"""Finds lengths and counts in the CSS of a theme that cannot be laid out: a font size of a kilometre, a million columns.

Pango keeps lengths in integers of 32 bits, which overflow, and columns and pages are laid out one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import tinycss2

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.css_complexity import without_template
from bookbuilder.phrases import Phrase

MEASURE = Rule(
    "theme.measure",
    "{name}: {value} is no measure for a page: {limit}",
    "A page is laid out by measures that paper can have. Type of a kilometre or a million columns are slips of the keyboard,"
    " and no typesetter ends with them.",
)

PRINT = ("base.css", "print.css", "cover.css")
"""The sheets of print. In the others, browsers handle extreme values."""
PX = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
EM = {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "ic": 16.0, "lh": 20.0, "rlh": 20.0, "cap": 12.0}
LONGEST = 20_000.0
"""In px: five metres, the largest PDF page (ISO 32000-1, annex C)."""
TYPE = (0.5, 3000.0)
"""In px: the smallest and largest font size."""
PAGE = (75.0, LONGEST)
"""In px: the shortest (2 cm) and longest side of a page."""
LEAST_EM = 0.02
SHARE = 10_000.0
"""In per cent, also for units that are shares of the page (vw)."""
NUMBERS = {
    "columns": 40,
    "column-count": 40,
    "repeat": 1000,
    "line-height": 100,
    "tab-size": 1000,
    "scale": 1000,
}
"""Unitless numbers that are counts or factors."""
TRACKS = (
    "columns",
    "column-width",
    "grid",
    "grid-template",
    "grid-template-columns",
    "grid-template-rows",
    "repeat",
)
COUNT = 2**31 - 1
SHOWN = 40
"""Letters of a value that a message shows."""


@lru_cache(maxsize=64)
def excessive(sheet: str) -> tuple[tuple[str, str, str, int, int], ...]:
    """Return the problems of a style sheet: property, value, limit, line and column."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return tuple(_rules(rules))


@lru_cache(maxsize=256)
def excessive_in_attribute(style: str) -> tuple[tuple[str, str, str, int, int], ...]:
    """Return the problems of a style attribute: property, value, limit, line and column."""
    return tuple(_rules(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)))


def report_sheets(sheets: Mapping[str, str], folder: str, report: Report) -> None:
    """Report excessive measures in the style sheets of print (`theme.measure`)."""
    for sheet in PRINT:
        for name, value, limit, line, column in excessive(without_template(sheets.get(sheet, ""))):
            report(MEASURE, Span(f"{folder}/{sheet}", line, column), name=name, value=value, limit=limit)


def report_token(keys: Sequence[str], value: object, span: Span, report: Report) -> None:
    """Report a setting of theme.toml with an excessive measure."""
    if isinstance(value, bool) or keys[0] not in _LIKE:
        return
    like = "size" if keys[0] == "page" and keys[-1] in ("width", "height") else _LIKE[keys[0]]
    if isinstance(value, float) and not math.isfinite(value):
        report(MEASURE, span, name=".".join(keys), value=value, limit="it is no number")
    tokens = tinycss2.parse_component_value_list(str(value))
    for found, limit in _values(like, tokens):
        report(MEASURE, span, name=".".join(keys), value=found, limit=limit)


_LIKE = {
    "page": "margin",
    "size": "font-size",
    "grid": "line-height",
    "leading": "line-height",
    "text": "margin",
    "rule": "margin",
}
"""The tables of theme.toml with measures, and a property with the same limits."""


def _rules(rules: Sequence[Any]) -> Iterator[tuple[str, str, str, int, int]]:
    for rule in rules:
        if rule.type == "declaration":
            for value, limit in _values(rule.lower_name, rule.value):
                yield rule.lower_name, value, limit, rule.source_line, rule.source_column
        elif rule.type in ("qualified-rule", "at-rule") and rule.content:
            yield from _rules(
                tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            )


def _values(name: str, tokens: Sequence[Any], *, calculates: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the values of a declaration that exceed a limit, with the limit."""
    divides = False
    for token in tokens:
        if divides and token.type in ("number", "dimension") and not token.value:
            yield f"… / {token.serialize()[:SHOWN]}", "a division by zero"
        if token.type not in ("whitespace", "comment"):
            divides = token.type == "literal" and token.value == "/" and calculates
        if token.type == "function":
            inner = token.lower_name if token.lower_name in (*NUMBERS, *_REPEATED) else name
            if token.lower_name not in ("url", "attr"):
                looked = "" if token.lower_name in _COLOURS else inner
                yield from _values(
                    looked, token.arguments, calculates=token.lower_name in _SUMS or calculates
                )
        elif token.type in ("() block", "[] block", "{} block"):
            yield from _values(name, token.content, calculates=calculates)
        elif token.type in ("dimension", "percentage", "number"):
            limit = _limit(name, token)
            if limit:
                yield token.serialize()[:SHOWN], limit


_REPEATED = ("repeating-linear-gradient", "repeating-radial-gradient", "repeating-conic-gradient")
_SUMS = ("calc", "min", "max", "clamp")
_COLOURS = ("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "device-cmyk")


def _limit(name: str, token: Any) -> str:
    """Return the limit that a value exceeds; empty if none."""
    value = float(token.value)
    if not math.isfinite(value):
        return "it is infinite"
    if token.type == "percentage":
        if name == "font-size" and value <= 0:
            return "a font size is above 0"
        if name.startswith("repeating-") and 0 < abs(value) < 0.05:
            return "what is repeated has at least 0.05 %"
        return Phrase("at most {share:g} %", share=SHARE) if abs(value) > SHARE else ""
    if token.type == "number":
        if name == "font-size" and value <= 0:
            return "a font size is above 0"
        if name == "size":
            return _length(name, value)
        most = NUMBERS.get(name, COUNT)
        return Phrase("at most {most}", most=most) if abs(value) > most else ""
    unit = token.lower_unit
    if unit in PX:
        return _length(name, value * PX[unit])
    if unit in EM:
        if name == "font-size" and value < LEAST_EM:
            return Phrase("at least {least_em:g} em", least_em=LEAST_EM)
        return (
            Phrase("at most {longest:g} em", longest=LONGEST / 16) if abs(value * EM[unit]) > LONGEST else ""
        )
    return Phrase("at most {share:g}", share=SHARE) if abs(value) > SHARE else ""


def _length(name: str, px: float) -> str:
    """Return the limit that a length exceeds, in points for font sizes, else in millimetres."""
    if name in ("font-size", "font", "line-height"):
        least, most = TYPE
        if px > most or px < 0 or (name == "font-size" and px < least) or 0 < px < least / 10:
            return Phrase("type has {least:g} to {most:g} pt", least=least * 0.75, most=most * 0.75)
    elif name in TRACKS and 0 < px < 1:
        return "a column has at least 1 px"
    elif name.startswith("repeating-") and 0 < abs(px) < 0.1:
        return "what is repeated has at least 0.1 px"
    elif name == "size":
        least, most = PAGE
        if not least <= px <= most:
            return Phrase(
                "a page has {least} to {most:.0f} mm", least=math.ceil(least / PX["mm"]), most=most / PX["mm"]
            )
    return Phrase("at most {longest:.0f} mm", longest=LONGEST / PX["mm"]) if abs(px) > LONGEST else ""
