"""Checks that names are spelled as names.toml requires in the language of the chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Fix, Report, Rule, Severity, Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import locate_characters
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.names import SpellingMatch, Spellings
from bookbuilder.phrases import Phrase

SPELLING = Rule(
    "name.spelling",
    "{old!r} is a spelling that names.toml does not use here",
    "One person has one spelling in a language: that of names.toml. Other spellings are those that it lists in `not`, and"
    " its forms for other languages in the same script. Mark words of another language as such, {lang=en}, and say with"
    " form=written that a spelling is meant.",
    Severity.WARNING,
)


_PLAIN = re.compile(r"[\w’.-]+(?: [\w’.-]+)*")
"""Words without special meaning in Markdown or YAML, so that they can be inserted into a file."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text and its position: it `starts` there, or somewhere after it. `name` is the key of the name it is marked as."""

    text: str
    span: Span
    starts: bool = False
    name: str = ""


def each(subject: ChapterInput, report: Report) -> None:
    """Report other spellings of the book's names in the text as written."""
    spellings = Spellings.of(subject.names, subject.locale)
    if not spellings.known:
        return
    for text in _texts(subject.written, subject.locale.language):
        result = tuple(spellings.find(text.text, text.name))
        if result:
            places = (
                locate_characters(text.text, text.span, subject.lines)
                if text.starts
                else [None] * len(text.text)
            )
            for spelling in result:
                _report_spelling(spelling, places[spelling.start], text.span, subject.lines, report)


def _report_spelling(
    name: SpellingMatch, place: Span | None, around: Span, lines: Sequence[str], report: Report
) -> None:
    """Report a spelling, with a fix if the file has it literally."""
    fix = None
    if place and name.sure and lines[place.line - 1].startswith(name.old, place.column - 1):
        fix = Fix(place, name.old, name.new) if _PLAIN.fullmatch(name.new) else None
    hint = (
        Phrase('write "{new}"', new=name.new) if name.sure else Phrase('names.toml has "{new}"', new=name.new)
    )
    report(SPELLING, place or around, hint=hint, fix=fix, old=name.old)


def _texts(value: object, language: str, name: str = "") -> Iterator[_Said]:
    """Yield the texts in a language, including alternative texts and index entries.

    Code, addresses, intended spellings (form=written), and the body of an index, which lists other spellings, are left out.
    """
    if isinstance(value, tuple):
        for part in value:
            yield from _texts(part, language, name)
    elif isinstance(value, nodes.Node | nodes.Chapter):
        if value.lang and value.lang.split("-")[0] != language:
            return
        match value:
            case nodes.Text(text):
                yield _Said(text, value.span, starts=True, name=name)
                return
            case nodes.CodeText() | nodes.Pending(directive="index"):
                return
            case nodes.Link(address) if plain(value.content) in (address, address.removeprefix("mailto:")):
                return
            case nodes.Image(alt=alt):
                yield _Said(alt, value.span)
            case nodes.IndexMark(entry=entry, sub=sub) if value.index != nodes.TERMS:
                yield from (_Said(text, value.span) for text in (entry, sub))
            case nodes.NameUse(sub=sub):
                yield _Said(sub, value.span)
                if value.form == "written":
                    return
                name = value.name
        for part in node_fields(type(value)):
            yield from _texts(getattr(value, part), language, name)


CHECK = Check("names", "Names are spelled as names.toml spells them.", each=each)
