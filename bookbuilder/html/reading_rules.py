"""Holds the settings of an edition for certain readers (`reading`) to published rules, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.html.contrast import ratio
from bookbuilder.html.environment import points
from bookbuilder.html.theme_settings import READING
from bookbuilder.phrases import Phrase
from bookbuilder.project.book_schema import READINGS

if TYPE_CHECKING:
    from bookbuilder.html.theme import Theme

LARGE, DYSLEXIA, EASY = READINGS
_ACB = "Best Practices and Guidelines for Large Print Documents, American Council of the Blind"
_BDA = "Dyslexia Style Guide 2023, British Dyslexia Association"
_BITV = "BITV 2.0, Anlage 2, Teil 2"
_NLS = "Regeln für Leichte Sprache, Netzwerk Leichte Sprache"
_WCAG = "WCAG 2.2, 1.4.8 Visual Presentation"
_WCAG_CONTRAST = "WCAG 2.2, 1.4.6 Contrast (Enhanced)"

BROKEN = Rule(
    "theme.reading",
    "{token} is {value}; an edition with reading = {reading!r} needs {needed} ({source})",
    "Editions for people who see little (`large`), for people with dyslexia (`dyslexia`) or for people who read easy"
    " language (`easy`) are held to published rules, and"
    " the message says which one and where it is published. The settings are those of the theme, and"
    " `[reading.large]`, `[reading.dyslexia]` and `[reading.easy]` of theme.toml go before the others.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """A rule: the settings that it is about, the kinds of readers that it is for, and where it is published. `least` is in
    points, in the size of the text, or a contrast, by what the settings are."""

    tokens: tuple[str, ...]
    readings: tuple[str, ...]
    needed: str
    source: str
    least: float = 0.0
    words: tuple[str, ...] = ()


_SIZES = tuple(f"size.{name}" for name in ("text", "small", "note", "caption", "box", "head", "index"))
_TEXTS = ("color.ink", "color.muted", "color.accent")
_ALIGN, _HYPHENS = ("text.align",), ("text.hyphens",)
_RAGGED, _WHOLE = Phrase("lines that end with words: start"), Phrase("whole words: manual or none")
RULES = (
    ReadingRule(_SIZES, (LARGE,), Phrase("18pt or more"), _ACB, 18.0),
    ReadingRule(_SIZES, (DYSLEXIA,), Phrase("12pt or more"), _BDA, 12.0),
    ReadingRule(("grid.baseline",), (LARGE,), Phrase("one and a half times size.text"), _ACB, 1.5),
    ReadingRule(("grid.baseline",), (DYSLEXIA,), Phrase("one and a half times size.text"), f"{_BDA}; {_WCAG}", 1.5),
    ReadingRule(_SIZES, (EASY,), Phrase("14pt or more"), _NLS, 14.0),
    ReadingRule(("grid.baseline",), (EASY,), Phrase("one and a half times size.text"), _NLS, 1.5),
    ReadingRule(_ALIGN, (LARGE, DYSLEXIA), _RAGGED, f"{_ACB}; {_BDA}", words=("start", "left")),
    ReadingRule(_ALIGN, (EASY,), _RAGGED, f"{_BITV}, 10; {_NLS}", words=("start", "left")),
    ReadingRule(_HYPHENS, (LARGE, DYSLEXIA), _WHOLE, f"{_ACB}; {_BDA}", words=("manual", "none")),
    ReadingRule(_HYPHENS, (EASY,), _WHOLE, f"{_BITV}, 1; {_NLS}", words=("manual", "none")),
    ReadingRule(_TEXTS, (LARGE,), Phrase("a contrast of 7 : 1 to color.paper and color.tint"), _WCAG_CONTRAST, 7.0),
)  # fmt: skip
"""All rules of which a machine can say whether a theme holds them."""


def least_size(reading: str) -> ReadingRule | None:
    """Return the rule for the size of everything that is printed for some readers; None for all others."""
    return next((rule for rule in RULES if rule.tokens == _SIZES and reading in rule.readings), None)


def report_reading(theme: Theme, reading: str, edition: Span, report: Report, *, printed: bool) -> None:
    """Report each setting of a theme that breaks a rule for the readers of an edition (`theme.reading`). The sizes of an
    edition that is not `printed` are chosen by its readers. `edition` is where book.toml asks for it."""
    for rule in RULES:
        if reading not in rule.readings or (rule.least and not printed):
            continue
        for token in rule.tokens:
            table, name = token.split(".")
            value = theme.tokens.get(table, {}).get(name)
            if value is not None and not _satisfies(rule, token, value, theme.tokens):
                keys = (READING, reading, table, name)
                span = theme.place(keys if keys in theme.spans else (table, name), edition)
                hint = Phrase("set {keys} in theme.toml", keys=".".join(keys))
                report(
                    BROKEN,
                    span,
                    hint=hint,
                    token=token,
                    value=value,
                    reading=reading,
                    needed=rule.needed,
                    source=rule.source,
                )


def _satisfies(rule: ReadingRule, setting: str, value: object, tokens: Mapping[str, Any]) -> bool:
    if rule.words:
        return value in rule.words
    if setting.startswith("color."):
        grounds = (tokens["color"].get(name) for name in ("paper", "tint"))
        ratios = [ratio(value, ground) for ground in grounds]
        return all(one is None or one >= rule.least for one in ratios)
    least = rule.least
    try:
        found = points(value)
        if setting == "grid.baseline":
            least *= points(tokens["size"].get("text"))
    except ValueError:  # a size in em, or a calc(): `theme.value` says what each of them can be
        return True
    return found >= least - 0.005
