"""Checks a translation against the glossary: terms that are translated otherwise, and forbidden forms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.align_book import CONFIDENT
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.glossary import Glossary, Term, occurrences, of_locale

MISSING = Rule(
    "term.missing",
    "the source has the term {said!r}, which is {allowed} here by the glossary, and this block has none of it",
    "glossary.toml says what a locale calls a term. A translation may have other words for it, if glossary.toml lists them;"
    " a `*` stands for any ending of a word.",
    Severity.WARNING,
)
FORBIDDEN = Rule(
    "term.forbidden",
    "{said!r} is not used for {term!r}, by the glossary",
    "glossary.toml says in `not` which words a locale does not use for a term.",
    Severity.WARNING,
)


def check_terms(
    units: Sequence[Unit], glossary: Glossary, locale: tuple[str, str], path: str, text: str, report: Report
) -> None:
    """Report wrong terms in units of a locale (its name and its tag). `path` and `text` are those of the translation's file.
    Uncertain pairs, copies of the source and locked blocks are skipped. Reports `term.*`.
    """
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for unit in units:
        if (
            not unit.sources
            or not unit.targets
            or unit.confidence < CONFIDENT
            or unit.copied_words
            or unit.locked
        ):
            continue
        for term in glossary.terms:
            spot = next(
                ((block, index) for block in unit.sources for index in occurrences(block, term.forms)), None
            )
            if spot is None:
                continue
            block, (start, end) = spot
            _term(term, block.text[start:end], unit, locale, path, starts, report)


def _term(
    term: Term,
    text: str,
    unit: Unit,
    locale: tuple[str, str],
    path: str,
    starts: Sequence[int],
    report: Report,
) -> None:
    allowed = of_locale(term.allowed, *locale)
    for block, (start, end) in _forbidden(term, unit.targets, locale, allowed):
        hint = _hint(allowed, term)
        report(
            FORBIDDEN,
            block_span(block, start, path, starts),
            hint=hint,
            said=_one(block.text[start:end]),
            term=_one(text),
        )
    if allowed and not any(True for block in unit.targets for _ in occurrences(block, allowed)):
        first = unit.targets[0]
        words = " or ".join(f"“{form}”" for form in allowed)
        report(MISSING, Span(path, first.line, first.column), hint=term.note, said=_one(text), allowed=words)


def _forbidden(
    term: Term, targets: Sequence[Block], locale: tuple[str, str], allowed: Sequence[str]
) -> list[tuple[Block, tuple[int, int]]]:
    """Return the occurrences of forbidden forms, except those inside an allowed form."""
    refused = of_locale(term.forbidden, *locale)
    out = []
    for block in targets if refused else ():
        good = list(occurrences(block, allowed))
        for start, end in occurrences(block, refused):
            if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in good):
                out.append((block, (start, end)))
    return out


def _hint(allowed: Sequence[str], term: Term) -> str:
    words = ", ".join(f'"{form}"' for form in allowed)
    return "; ".join(
        filter(
            None,
            (Phrase("{glossary} has {words}", glossary=GLOSSARY, words=words) if words else "", term.note),
        )
    )


def _one(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def block_span(block: Block, offset: int, path: str, starts: Sequence[int]) -> Span:
    """Return the position of a character of a block in its file; `starts` are the offsets of the file's lines. Where the
    block does not stand in the file literally, this is the position of the block."""
    if not block.pieces:
        return Span(path, block.line, block.column)
    before = block.text[:offset]
    row = min(before.count("\n"), len(block.pieces) - 1)
    position = block.pieces[row][0] + offset - (before.rfind("\n") + 1)
    line = bisect_right(starts, position) - 1
    return Span(path, line + 1, position - starts[line] + 1)
