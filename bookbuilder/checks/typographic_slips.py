"""Checks for typographic slips that are not corrected automatically: lone quotes, wrong hyphens, surplus spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Fix, Report, Rule, Severity
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import locate_characters
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.locales.text_runs import Flow, LetterRun
from bookbuilder.locales.typography_rules import Typography
from bookbuilder.phrases import Phrase

STRAIGHT = Rule(
    "typography.quote",
    "the straight mark {mark} has no partner and was left as it is",
    "Straight quotation marks become those of the language when they stand in pairs within a paragraph. One alone may"
    " be a slip, an inch or a minute; type the mark that you mean.",
    Severity.WARNING,
)
HYPHEN = Rule(
    "typography.hyphen",
    "a hyphen between two spaces is no dash here: {text}",
    "Between words it becomes a dash by itself. Before a number it may be a minus (−) or a range (5–10); type the sign"
    " that you mean.",
    Severity.WARNING,
)
RANGE = Rule(
    "typography.range",
    "from {first} to {last} takes a dash, not a hyphen",
    "Ranges of numbers are written with an en dash: 1990–2022. They are left alone since a hyphen between numbers may"
    " be part of a name.",
    Severity.NOTICE,
)
DOUBLE = Rule(
    "typography.space",
    "there are {count} spaces in a row",
    "Print and screen show one; in the file they are a slip.",
    Severity.NOTICE,
)
DAY = Rule(
    "typography.day",
    "{text} has no space between day and month",
    "A date without a year is written 17. 1.; without space it may be a number of a section, so it was left alone.",
    Severity.NOTICE,
)

_SPACED = re.compile(r"(?<=\S) - (?=\S)")
_RANGE = re.compile(r"(?<![\w.,:/+-])(\d{1,4})(-| - )(\d{1,4})(?![\w-]|[.,:/]\d)")
_DOUBLE = re.compile(r"(?<=\S) {2,}(?=\S)")
_DAY = re.compile(r"(?<![\w.,])(\d{1,2})\.(\d{1,2})\.(?![\w.])")


@dataclass(frozen=True, slots=True)
class Found:
    """A slip: its offset in the text, the rule, its values, and a correction of the text."""

    start: int
    rule: Rule
    values: dict[str, object]
    old: str = ""
    new: str = ""
    hint: str = ""


def each(subject: ChapterInput, report: Report) -> None:
    """Report slips in the texts of the chapter's own file."""
    if not subject.lines:
        return
    body = body_start(subject.lines)
    for text, typography in _texts(subject.chapter, subject.locale.typography, subject.locale.foreign):
        if text.span.path != subject.chapter.span.path:
            continue
        left = list(_found(text.text, typography))
        places = locate_characters(text.text, text.span, subject.lines) if left else []
        for found in left:
            place = places[found.start]
            if place is None or not subject.lines[place.line - 1].startswith(found.old, place.column - 1):
                continue  # escaped on purpose (backslash, entity), in an attribute, or generated
            fix = Fix(place, found.old, found.new) if found.new and place.line >= body else None
            report(found.rule, place, hint=found.hint, fix=fix, area=None, **found.values)


def body_start(lines: Sequence[str]) -> int:
    """Return the first line after the front matter; YAML has its own quotes, so nothing is changed there."""
    if lines[0].rstrip() != "---":
        return 1
    ends = (number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
    return next(ends, len(lines)) + 1


def _texts(
    value: object, typography: Typography, foreign: Callable[[str], Typography]
) -> Iterator[tuple[nodes.Text, Typography]]:
    """Yield every text with the typography of its language, without code and addresses."""
    if isinstance(value, tuple):
        for part in value:
            yield from _texts(part, typography, foreign)
    elif isinstance(value, nodes.Node | nodes.Chapter):
        rules = foreign(value.lang) if value.lang else typography
        match value:
            case nodes.Text():
                yield value, rules
            case nodes.CodeText() | nodes.Formula():
                return
            case nodes.Link(address) if plain(value.content) in (address, address.removeprefix("mailto:")):
                return
            case _:
                for name in node_fields(type(value)):
                    yield from _texts(getattr(value, name), rules, foreign)


def _found(text: str, typography: Typography) -> Iterator[Found]:
    if typography.quotes is not None and ('"' in text or "'" in text):
        yield from _marks(text, typography)
    if "-" in text:
        for match in _RANGE.finditer(text):
            if int(match[1]) < int(match[3]):
                values: dict[str, object] = {"first": match[1], "last": match[3]}
                yield Found(match.start(2), RANGE, values, match[2], "–", f"{match[1]}–{match[3]}")
        for match in _SPACED.finditer(text):
            pair = _RANGE.match(text, _word(text, match.start()))
            if pair is None or int(pair[1]) >= int(pair[3]):
                shown = text[max(match.start() - 8, 0) : match.end() + 8].strip()
                yield Found(match.start() + 1, HYPHEN, {"text": shown}, "-")
    for match in _DOUBLE.finditer(text):
        count = match.end() - match.start()
        yield Found(match.start(), DOUBLE, {"count": count}, " " * count, " ")
    if typography.dotted:
        for match in _DAY.finditer(text):
            if 0 < int(match[1]) < 32 and 0 < int(match[2]) < 13:
                hint = f"{match[1]}. {match[2]}."
                yield Found(match.end(1), DAY, {"text": match[0]}, ".", ". ", hint)


def _word(text: str, end: int) -> int:
    """Return the start of the number that ends at an offset."""
    start = end
    while start > 0 and end - start < 5 and text[start - 1].isdigit():
        start -= 1
    return start


def _marks(text: str, typography: Typography) -> Iterator[Found]:
    """Yield straight quotation marks; clearly opening or closing ones get a correction."""
    assert typography.quotes is not None
    outer = typography.quotes.outer
    start, flow = 0, Flow.of((LetterRun(text),))
    for end, fixed in zip(flow.ends, flow.fixed):
        if not fixed:
            for match in re.compile("[\"']").finditer(text, start, end):
                place = match.start()
                before, after = text[place - 1 : place], text[place + 1 : place + 2]
                new = ""
                if match[0] == '"' and before and after:
                    if before in " (\u00a0" and after.isalpha():
                        new = outer[0]
                    elif (before.isalpha() or before in ".!?\u2026") and (after in " ).,;:!?\u00a0"):
                        new = outer[1]
                hint = (
                    Phrase("type {new}", new=new)
                    if new
                    else "an inch is ″, a foot or minute ′"
                    if before.isdigit()
                    else ""
                )
                yield Found(place, STRAIGHT, {"mark": match[0]}, match[0], new, hint)
        start = end


CHECK = Check("typography", "Nothing is left that the typography of the language could not set.", each=each)
