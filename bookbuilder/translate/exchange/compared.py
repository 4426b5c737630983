"""Compares units that came back with the chapters of today: what is to be taken, and all that is wrong."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.lines import GAP, Line
from bookbuilder.document.numbers import changed, figures
from bookbuilder.locales.lexicon import Lexicon
from bookbuilder.translate.embedded import Embedded, embedded
from bookbuilder.translate.exchange.codes import BREAK, Bare, Code, Segment, Sign, bare, text
from bookbuilder.translate.exchange.given import Given
from bookbuilder.translate.exchange.units import Chapter, Exchanged
from bookbuilder.translate.exchange.written import tidied
from bookbuilder.translate.standing import Standing

STALE = Rule(
    "exchange.stale",
    "the block of unit {id} is no longer in {path}: {excerpt!r}",
    "A unit is named by the hash of its block in the source. If that was changed after the export, the translation in the"
    " file is one of an older text: export again, and let the translation memory of the tool find what is the same.",
)
SOURCE = Rule(
    "exchange.source",
    "the source of unit {id} is not the text of its block: {excerpt!r}",
    "What a translation was made from stands in the file beside it, and must be the block of today, codes included. Else"
    " units have been swapped, or a program has changed the source.",
)
EDITED = Rule(
    "exchange.edited",
    "the translation of unit {id} has been changed in {path} since it was exported",
    "A file that comes back must not undo what was done in the chapter meanwhile. Export again, or take back the change in"
    " the chapter if the file has the better text.",
)
CODES = Rule(
    "exchange.codes",
    "in the translation of unit {id} {problem}",
    "Codes stand for emphasis, links, notes, facts and the like. A translation has each code of its source once, in any"
    " order that the language wants, and pairs inside one another as brackets are.",
)
NUMBER = Rule(
    "exchange.number",
    "in the translation of unit {id} stands {here}, and {there} in the source",
    "A number of the translation that is not in the source is most likely a slip of typing; the form of numbers may differ,"
    " and facts are codes. If it is meant, import with --any-number.",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit whose translation is taken: what it says now (None: it stays as it is, and counts as translated)."""

    one: Exchanged
    new: Segment | None
    span: Span


Words = tuple[Lexicon, Lexicon]
"""The words for numbers in the language of the source and in that of the translation."""


def compared(
    chapter: Chapter, given: Sequence[Given], path: str, words: Words | None, report: Report
) -> tuple[Taken, ...]:
    """Return the units of a file (`path`) that change something in a chapter; problems are reported (`exchange.*`).

    Taken is what reads differently from the translation of today, and what somebody calls translated. What was only a copy
    of the source and still is one, is not. Without `words` numbers are not compared.
    """
    known = {one.id: one for one in chapter.units}
    found: list[Taken] = []
    stale, sources = 0, dict[Bare, str]()
    for unit in given:
        span = Span(path, unit.line)
        one = known.get(unit.id)
        if one is None:
            report(
                STALE, span, id=unit.id, path=chapter.paths.source, excerpt=_excerpt(unit.source),
                hint=(_nearest(unit, chapter.units) if stale < HINTED else "") or "export again",
            )  # fmt: skip
            stale += 1
            continue
        if unit.source != bare(one.source):
            sources = sources or {bare(other.source): other.id for other in chapter.units}
            other = sources.get(unit.source, "")
            hint = f"it is that of unit {other}" if other else "the source must stay as it was exported"
            report(SOURCE, span, id=unit.id, excerpt=_excerpt(unit.source), hint=hint)
            continue
        if unit.target is None or (not unit.target and text(one.source)):
            continue
        problems = list(_problems(one, unit.target)) if unit.target != bare(one.target) else []
        new = one.target if problems else tidied(_filled(one, unit.target))
        if not problems and bare(new) == bare(one.target):
            if one.open and unit.finished:
                found.append(Taken(one, new if one.copied else None, span))
            continue
        if unit.seen not in ("", one.seen):
            line = (one.unit.targets or one.unit.sources)[0].line
            report(
                EDITED, span, id=unit.id, path=chapter.paths.target, hint=f"it stands on line {line} there"
            )
            continue
        for problem, hint in problems:
            report(CODES, span, id=unit.id, problem=problem, hint=hint)
        if words:
            for there, here in _numbers(one, unit.target, words):
                hint = "correct it, or import with --any-number"
                report(NUMBER, span, id=unit.id, here=here, there=there, hint=hint)
        if not problems:
            found.append(Taken(one, new, span))
    if found:
        # Somebody is at work here: what is only a value, or stays as it is, is the same in all languages.
        taken = {one.one.id for one in found}
        found += [
            Taken(one, one.source if one.fixed else _filled(one, bare(one.source)), found[0].span)
            for one in chapter.units
            if one.id not in taken
            and (
                (one.copied and not one.worded and one.unit.standing is Standing.MISSING)
                or (one.fixed and one.open)
            )
        ]
    return tuple(found)


def _excerpt(segment: Bare) -> str:
    words = text(segment)
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rstrip()}…"


EXCERPT = 50
"""Letters of a unit that are shown, so that a person finds it."""
COMPARED = 2000
"""Letters of a unit that are compared to find what has become of it."""


HINTED = 10
"""Units of a file for which that is looked for."""


def _nearest(unit: Given, known: Sequence[Exchanged]) -> str:
    """Return a hint: which block has become of one that is gone."""
    texts = {text(one.source)[:COMPARED]: one for one in known}
    close = difflib.get_close_matches(text(unit.source)[:COMPARED], sorted(texts), n=1, cutoff=0.6)
    return f"it is now on line {texts[close[0]].unit.block.line}, changed: export again" if close else ""


def _problems(one: Exchanged, target: Bare) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the codes of a translation, each with a hint."""
    source = _codes(one.source)
    allowed = source | _codes(one.target)
    count: Counter[tuple[Sign, int]] = Counter(piece for piece in target if not isinstance(piece, str))
    for (sign, number), code in source.items():
        said = _name(sign, number)
        if not count[sign, number] and code.kind != BREAK:
            yield f"the code {said} of the source is missing", _meaning(code)
        elif count[sign, number] > 1:
            yield f"the code {said} stands {count[sign, number]} times", "it may stand there once"
    for sign, number in count:
        if (sign, number) not in allowed:
            yield f"there is a code {_name(sign, number)}, which the source has not", "delete it"
    opened: list[int] = []
    for piece in target:
        if isinstance(piece, str) or piece[0] is Sign.SINGLE:
            continue
        if piece[0] is Sign.OPEN:
            opened.append(piece[1])
        elif not opened or opened.pop() != piece[1]:
            yield (
                f"the pair {piece[1]} is not closed where it should be",
                "pairs stand inside one another as brackets do",
            )
            return
    if opened:
        yield f"the pair {opened[-1]} is not closed", "pairs stand inside one another as brackets do"
    breaks = sum(code.kind == BREAK and count[key] > 0 for key, code in allowed.items())
    if breaks != one.count - 1:
        yield (
            f"{one.count} blocks are joined, and {breaks + 1} came back",
            "keep the codes that stand between them",
        )


def _codes(segment: Segment) -> dict[tuple[Sign, int], Code]:
    return {(piece.sign, piece.id): piece for piece in segment if isinstance(piece, Code)}


def _name(sign: Sign, number: int) -> str:
    return {Sign.OPEN: f"<{number}>", Sign.CLOSE: f"</{number}>", Sign.SINGLE: f"{{{number}}}"}[sign]


def _meaning(code: Code) -> str:
    return (
        f"it stands for {code.shown}" if code.shown else "every code of the source stands in the translation"
    )


def _filled(one: Exchanged, target: Bare) -> Segment:
    """Return a translation with the Markdown of its codes: as in the translation of today, else as in the source."""
    known = _codes(one.source) | (_codes(one.target) if not one.copied else {})
    found: list[str | Code] = []
    for piece in target:
        if isinstance(piece, str):
            found.append(piece)
            continue
        code = known[piece]
        ours = piece in _codes(one.target) and not one.copied
        found.append(_holding(code, _codes(one.source).get(piece)) if ours else _said(code))
    return tuple(found)


def _holding(code: Code, source: Code | None) -> Code:
    """Return a code of the translation; that of the source where only that holds texts, which are put there next."""
    if source is None or len(_inside(code)) >= len(_inside(source)):
        return code
    return replace(code, data=source.data)


def _inside(code: Code) -> tuple[Embedded, ...]:
    if code.sign is Sign.OPEN:
        return ()
    return embedded(f"[x{code.data}" if code.sign is Sign.CLOSE else code.data)


def _said(code: Code) -> Code:
    """Return a code of the source for the translation: a fact has the words in its brackets that it will print."""
    if code.kind != "x-fact" or not code.shown or any(sign in code.shown for sign in "[]\\`*_<&\n"):
        return code
    words = code.shown.replace("\u00a0", " ").replace(
        "\u202f", " "
    )  # as people type; the print is made from the value
    return replace(code, data=f"[{words}]{code.data[code.data.rindex(']{') + 1 :]}")


def _numbers(one: Exchanged, target: Bare, words: Words) -> Iterator[tuple[str, str]]:
    """Yield numbers that have no counterpart: that of the source, and that of the translation."""
    said = [
        "".join(piece if isinstance(piece, str) else GAP if _single(piece) else "" for piece in side)
        for side in (one.source, target)
    ]
    if not all(any(letter.isdecimal() for letter in side) for side in said):
        return  # a number can only have changed where both have some
    lines = [Line("paragraph", Span(), side, (), ()) for side in said]
    first, second = (list(figures(line, known)) for line, known in zip(lines, words, strict=True))
    for there, here in changed(first, second):
        yield there.text, here.text


def _single(piece: Code | tuple[Sign, int]) -> bool:
    return (piece.sign if isinstance(piece, Code) else piece[0]) is Sign.SINGLE
