"""Turns the text of a chapter into a `Chapter`: front matter, blocks, footnotes, every node with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Report, Rule, Severity, Span, nearest
from bookbuilder.document.nodes import Chapter, Inline, Part, Text
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.attributes import valid_id
from bookbuilder.markdown.blocks import Converter
from bookbuilder.markdown.directive import Directive
from bookbuilder.markdown.front_matter import Scalar
from bookbuilder.markdown.positions import Source
from bookbuilder.markdown.syntax import parser

UNKNOWN_KEY = Rule(
    "frontmatter.key",
    "the front matter has an unknown key {key!r}",
    "Known keys: title, subtitle, short, kind, part, date, place, summary, author, events, numbered, lang.",
)
NO_TITLE = Rule(
    "chapter.untitled",
    "this chapter has no title",
    "The title stands in the front matter (`title: …`) or is the first line, with one hash. It is needed for the"
    " contents, the running heads and the bookmarks.",
)
EMPTY = Rule(
    "chapter.empty",
    "this chapter has no text",
    "An empty chapter would be a blank page with a heading. Write it, or take the file out of the folder.",
)
BAD_DATE = Rule("chapter.date", "{text!r} is not a date", "A date is written year-month-day: 2022-01-17.")
BAD_PART = Rule(
    "chapter.part", "{text!r} is not a part of a book", "A chapter stands in front, main or back."
)
BAD_NAME = Rule(
    "chapter.name",
    "the name of this file cannot be an anchor",
    "The name of a chapter's file is its anchor in every format, so it holds letters a–z, digits and hyphens only.",
)
FILLED_BY_PROGRAM = Rule(
    "chapter.kind",
    "{kind!r} is not a kind that the theme knows",
    "Kinds are analysis, day, outlook, chapter, foreword, sources, register, imprint and glossary; a theme may style"
    " others, so this is only a notice.",
    Severity.NOTICE,
)

KEYS = {
    "title", "subtitle", "short", "kind", "part", "date", "place", "summary", "author", "events", "numbered", "lang",
}  # fmt: skip
KINDS = {"analysis", "day", "outlook", "chapter", "foreword", "sources", "register", "imprint", "glossary"}
BACK = {"sources", "register", "imprint", "glossary"}


def chapter(text: str, path: str, directives: Mapping[str, Directive], report: Report) -> Chapter:
    """Return the chapter that a file holds; `path` is its name from the root of the book.

    Everything that is wrong is reported (`chapter.*`, `frontmatter.*`, `directive.*`, `html.raw` …) and the rest is
    still there, so that one run shows all problems.
    """
    head, body, first = front_matter.split(text)
    meta = front_matter.read(head, path, report)
    source = Source(path, body.split("\n"), first)
    convert = Converter(source, report, directives)
    for key, value in meta.items():
        if key not in KEYS:
            line = value.span.line if isinstance(value, Scalar) else value[0].span.line - 1 if value else 1
            report(UNKNOWN_KEY, Span(path, line, 1), key=key, hint=nearest(key, KEYS))

    def words(key: str) -> tuple[Inline, ...]:
        value = meta.get(key)
        if isinstance(value, list):
            report(
                front_matter.SHAPE,
                Span(path, value[0].span.line if value else 1, 1),
                key=key,
                wanted="one text",
            )
            return ()
        return convert.text(value.text, value.span) if value and value.text else ()

    def scalar(key: str) -> str:
        value = meta.get(key)
        return value.text if isinstance(value, Scalar) else ""

    def place(key: str) -> Span:
        value = meta.get(key)
        return value.span if isinstance(value, Scalar) else Span(path, 1, 1)

    tokens = parser().parse(body)
    title = words("title")
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        if not title:
            title = convert.inline(tokens[1])
            tokens = tokens[3:]
    blocks = convert.blocks(tokens)
    stem = PurePosixPath(path).stem
    if not valid_id(stem):
        report(BAD_NAME, Span(path), hint="rename it, for example 03-mittwoch.md")
    if not title:
        report(NO_TITLE, Span(path, 1, 1), hint="add `title: …` between two lines of ---")
        title = (Text(stem),)
    if not blocks:
        report(EMPTY, Span(path, first + 1, 1))
    kind = scalar("kind") or "chapter"
    if kind not in KINDS:
        report(FILLED_BY_PROGRAM, place("kind"), kind=kind, hint=nearest(kind, KINDS))
    part = _part(scalar("part"), kind, place("part"), report)
    value = meta.get("events", [])
    events = value if isinstance(value, list) else [value]
    return Chapter(
        id=stem,
        span=Span(path, 1, 1),
        title=title,
        blocks=blocks,
        notes=tuple(convert.notes),
        kind=kind,
        part=part,
        numbered=part is Part.MAIN and scalar("numbered") != "false",
        date=_date(scalar("date"), place("date"), report),
        place=words("place"),
        subtitle=words("subtitle"),
        short=words("short"),
        summary=words("summary"),
        author=scalar("author"),
        events=tuple(convert.text(e.text, e.span) for e in events if e.text),
        lang=scalar("lang"),
    )


def _part(text: str, kind: str, span: Span, report: Report) -> Part:
    if not text:
        return Part.BACK if kind in BACK else Part.FRONT if kind == "foreword" else Part.MAIN
    try:
        return Part(text)
    except ValueError:
        report(BAD_PART, span, text=text, hint=nearest(text, Part))
        return Part.MAIN


def _date(text: str, span: Span, report: Report) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        report(BAD_DATE, span, text=text, hint="write it like 2022-01-17")
        return None
