"""`::: letter {to="Name / Street" place=Kyiv date=2022-01-17 signed="Name"}`: a letter with its frame."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.letter_heads import HEAD
from bookbuilder.document.nodes import Block, Box, Break, Fact, Inline, Paragraph, Styled, Text
from bookbuilder.locales.calendar import date_hint, parse_iso_date
from bookbuilder.markdown.directive import Call, Directive

DATE = Rule(
    "letter.date",
    "{text!r} is not a date",
    "The date of a letter is written year-month-day, 2022-01-17; each language prints it in its own form.",
)
_LINE = " / "
"""What parts the lines of an address."""


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the letter: to whom, where and when, its text, and who signed it. Reports `letter.date`."""
    frame = (
        _paragraph("recipient", _lines(call, "to")),
        _paragraph(HEAD, [*_place(call), *_day(call, report)]),
    )
    signed = _paragraph("signature", _lines(call, "signed"))
    before = (block for block in frame if block)
    box = Box(
        "letter", (*before, *call.blocks, *([signed] if signed else ())), call.title,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


def _lines(call: Call, key: str) -> list[tuple[Inline, ...]]:
    """Return the lines that an option holds."""
    text, place = call.options.get(key, ""), call.places.get(key, call.span)
    return [
        call.chapter.inline(line.strip(), place, lambda _: place)
        for line in text.split(_LINE)
        if line.strip()
    ]


def _place(call: Call) -> list[tuple[Inline, ...]]:
    """Return the place of a letter as one node, behind or before which its day stands (`document.letter_heads`)."""
    lines = _lines(call, "place")
    if not lines:
        return []
    content = _broken(lines)
    return [(Styled("span", content, span=content[0].span),)]


def _day(call: Call, report: Report) -> list[tuple[Inline, ...]]:
    """Return the line with the day of the letter."""
    text, place = call.options.get("date", ""), call.places.get("date", call.span)
    if not text:
        return []
    if parse_iso_date(text) is None:
        report(DATE, place, text=text, hint=date_hint(text))
        return []
    return [(Fact({"date": text}, (Text(text, span=place),), span=place),)]


def _paragraph(kind: str, lines: list[tuple[Inline, ...]]) -> Paragraph | None:
    """Return a paragraph of lines; None without any."""
    content = _broken(lines)
    return Paragraph(content, span=content[0].span, classes=(kind,)) if content else None


def _broken(lines: list[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    content: list[Inline] = []
    for line in lines:
        content += [Break(span=line[0].span), *line] if content else line
    return tuple(content)


DIRECTIVE = Directive(
    "letter",
    "A letter, with its address, its place and day as the language has them above a letter, and its signature.",
    run,
    {
        "to": "to whom; a slash between spaces begins a new line",
        "place": "where it was written",
        "date": "when it was written, such as `2022-01-17`",
        "signed": "who signed it",
    },
    title=True,
    translated_options=("to", "place", "signed"),
)
