"""Checks for quotation marks that another language has: “English” ones in a German text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.typographic_slips import body_start
from bookbuilder.diagnostics import Fix, Report, Rule, Severity, Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import locate_characters
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.locales import Locale
from bookbuilder.locales.cldr_quotation_marks import cldr_quotation_marks

FOREIGN = Rule(
    "typography.foreign",
    "{marks} are the quotation marks of another language; in {language} they are {own}",
    "Quotation marks that are typed stay as they are, since a text may quote in another language; mark that:"
    " [“Yes”]{lang=en}. Straight ones in pairs become those of the language by themselves.",
    Severity.NOTICE,
)
_DOUBLE = frozenset("“”„‟")
_OPENING = frozenset("([{–—-/¿¡")
_CLOSING = frozenset(".,;:!?…)]}–—-/")
_GUILLEMETS = frozenset("«»‹›")
_INLINES = get_args(nodes.Inline)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark: the text that it stands in (by number), its offset there, the sign, and the signs around it."""

    text: int
    offset: int
    sign: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two marks that belong together; `deep` if others stand around them."""

    first: _Mark
    last: _Mark
    deep: bool


def each(subject: ChapterInput, report: Report) -> None:
    """Report foreign quotation marks in the texts of the chapter's own file."""
    if not any(_DOUBLE.intersection(line) for line in subject.lines):
        return
    body = body_start(subject.lines)
    for texts, tag in _flows(subject.chapter, subject.locale.tag):
        pairs, own = list(mark_pairs(double_marks(texts))), _own_pairs(tag, subject.locale)
        foreign = [one for one in pairs if (one.first.sign, one.last.sign) not in own]
        if foreign and own[0][0]:
            _report_pairs(foreign, texts, tag, own, body, subject, report)


def _report_pairs(
    pairs: Sequence[_Pair],
    texts: Sequence[nodes.Text | str],
    tag: str,
    own: Sequence[tuple[str, str]],
    body: int,
    subject: ChapterInput,
    report: Report,
) -> None:
    words = "".join(one if isinstance(one, str) else one.text for one in texts)
    mixed = _GUILLEMETS.intersection(words) and not _GUILLEMETS.intersection("".join(map("".join, own)))

    @cache
    def places(number: int) -> Sequence[Span | None]:
        text = texts[number]
        if isinstance(text, str) or text.span.path != subject.chapter.span.path:
            return ()
        return locate_characters(text.text, text.span, subject.lines)

    for pair in pairs:
        new = own[1] if pair.deep else own[0]
        for mark, sign in ((pair.first, new[0]), (pair.last, new[1])):
            found = places(mark.text) if sign != mark.sign else ()
            place = found[mark.offset] if found else None
            if place is None or not subject.lines[place.line - 1].startswith(mark.sign, place.column - 1):
                continue
            fix = Fix(place, mark.sign, sign) if place.line >= body and not mixed else None
            shown = {
                "marks": f"{pair.first.sign}…{pair.last.sign}",
                "language": tag,
                "own": f"{new[0]}…{new[1]}",
            }
            report(FOREIGN, place, fix=fix, area=None, **shown)


def _own_pairs(tag: str, locale: Locale) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a language: the outer and inner one of its typography, and those of CLDR."""
    rules = (locale.typography if tag == locale.tag else locale.foreign(tag)).quotes
    return (*((rules.outer, rules.inner) if rules else ()), *cldr_quotation_marks(tag))


def _flows(value: object, tag: str) -> Iterator[tuple[list[nodes.Text | str], str]]:
    """Yield the texts of each paragraph, heading and cell with their language, with signs for what is no text; words in
    another language are a text of their own."""
    if isinstance(value, tuple):
        if any(isinstance(one, _INLINES) for one in value):
            texts: list[nodes.Text | str] = []
            inner: list[tuple[nodes.Node, str]] = []
            _flatten(value, tag, texts, inner)
            yield texts, tag
            for node, lang in inner:
                for name in node_fields(type(node)):
                    yield from _flows(getattr(node, name), lang)
        else:
            for part in value:
                yield from _flows(part, tag)
    elif isinstance(value, nodes.Node | nodes.Chapter):
        for name in node_fields(type(value)):
            yield from _flows(getattr(value, name), value.lang or tag)


def _flatten(
    content: Sequence[object],
    tag: str,
    texts: list[nodes.Text | str],
    inner: list[tuple[nodes.Node, str]],
) -> None:
    for node in content:
        match node:
            case nodes.Node() if node.lang and node.lang != tag:
                inner.append((node, node.lang))
                texts.append("x")
            case nodes.Text():
                texts.append(node)
            case nodes.NoteRef() | nodes.IndexMark():
                pass  # as if it were not there
            case nodes.Break():
                texts.append(" ")
            case nodes.Link(address) if plain(node.content) in (address, address.removeprefix("mailto:")):
                texts.append("x")
            case nodes.Node():
                fields = [getattr(node, name) for name in node_fields(type(node))]
                parts = [field for field in fields if isinstance(field, tuple)]
                for part in parts:
                    _flatten(part, tag, texts, inner)
                if not parts:
                    texts.append("x")
            case _:
                pass


def double_marks(texts: Sequence[nodes.Text | str]) -> list[_Mark]:
    """Return the double marks of texts that follow one another; the signs around a mark are those behind marks beside it."""
    signs = [
        (number, offset, sign)
        for number, one in enumerate(texts)
        for offset, sign in enumerate(one if isinstance(one, str) else one.text)
    ]
    before = [""] * len(signs)
    after = [""] * len(signs)
    last = ""
    for at, (_, _, sign) in enumerate(signs):
        before[at] = last
        last = last if sign in _DOUBLE else sign
    last = ""
    for at in range(len(signs) - 1, -1, -1):
        after[at] = last
        last = last if signs[at][2] in _DOUBLE else signs[at][2]
    return [_Mark(*one, before[at], after[at]) for at, one in enumerate(signs) if one[2] in _DOUBLE]


def mark_pairs(marks: Sequence[_Mark]) -> Iterator[_Pair]:
    """Yield the marks that belong together."""
    stack: list[_Mark] = []
    for mark in marks:
        if _opens(mark, stack):
            stack.append(mark)
        elif stack and not (mark.before.isspace() or not mark.before):
            first = stack.pop()
            yield _Pair(first, mark, bool(stack))


def _opens(mark: _Mark, stack: Sequence[_Mark]) -> bool:
    """Whether a mark opens: by the signs on both sides, else by what it does in most languages."""
    free = not mark.before or mark.before.isspace() or mark.before in _OPENING
    ends = not mark.after or mark.after.isspace() or mark.after in _CLOSING
    if free != ends:
        return free
    return mark.sign in "„‟" or (mark.sign == "“" and not stack)


CHECK = Check("foreign_quotation_marks", "Quotation marks are those of the language.", each=each)
