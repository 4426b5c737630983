"""Names are spelled as names.toml spells them in the language of the chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import BookbuilderError, Fix, Report, Rule, Severity
from bookbuilder.document.nodes import Chapter, CodeText, Image, Link, Named, Node, Text
from bookbuilder.document.source import located
from bookbuilder.document.walk import carrying, plain
from bookbuilder.names import Found, Spellings

SPELLING = Rule(
    "name.spelling",
    "{old!r} is a spelling that names.toml does not use here",
    "One person has one spelling in a language: that of names.toml. Other spellings are those that it lists in `not`, and"
    " its forms for other languages in the same script. Mark words of another language as such, {lang=en}, and say with"
    " form=written that a spelling is meant.",
    Severity.WARNING,
)


def run(subject: Subject, report: Report) -> None:
    """Report other spellings of the book's names in the text as it was written."""
    spellings = Spellings.of(subject.names, subject.locale)
    if not spellings.known:
        return
    for chapter in subject.manuscript.chapters:
        lines: Sequence[str] | None = None
        for node in _texts(chapter, subject.locale.language):
            found = tuple(spellings.find(node.text if isinstance(node, Text) else node.alt))
            if found:
                lines = _lines(subject, chapter) if lines is None else lines
                _tell(node, found, lines, report)


def _lines(subject: Subject, chapter: Chapter) -> Sequence[str]:
    """Return the lines of a chapter's file; none for a chapter that the program made."""
    try:
        return subject.world.text(chapter.span.path).split("\n")
    except BookbuilderError:
        return ()


def _tell(node: Text | Image, found: Sequence[Found], lines: Sequence[str], report: Report) -> None:
    """Report spellings. One can be mended where the file has it letter by letter."""
    places = located(node.text, node.span, lines) if isinstance(node, Text) else []
    for one in found:
        place, fix = places[one.start] if places else None, None
        if place and one.sure and lines[place.line - 1].startswith(one.old, place.column - 1):
            fix = Fix(place, one.old, one.new)
        hint = f'write "{one.new}"' if one.sure else f'names.toml has "{one.new}"'
        report(SPELLING, place or node.span, hint=hint, fix=fix, old=one.old)


def _texts(value: object, language: str) -> Iterator[Text | Image]:
    """Yield the texts in a language, and pictures, whose words are heard; code, addresses and what is meant are left out."""
    if isinstance(value, tuple):
        for part in value:
            yield from _texts(part, language)
    elif isinstance(value, Node | Chapter):
        if value.lang and value.lang.split("-")[0] != language:
            return
        match value:
            case Text():
                yield value
            case CodeText() | Named(form="written"):
                return
            case Link(address) if plain(value.content) in (address, address.removeprefix("mailto:")):
                return
            case Image():
                yield value
            case _:
                for name in carrying(type(value)):
                    yield from _texts(getattr(value, name), language)


CHECK = Check("names", "Names are spelled as names.toml spells them.", run)
