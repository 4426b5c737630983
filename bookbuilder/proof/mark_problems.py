"""Why a mark is not written into a chapter."""

from __future__ import annotations

from bookbuilder.diagnostics import Diagnostic, Rule, Severity, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.proof.mark import ProofMark, ProofMarkKind

FACT = Rule(
    "proof.fact",
    "{words} cannot be changed in the chapter: the value of {key} comes from facts.toml",
    "A fact is stated once and printed in many places. Change it in facts.toml if it is wrong, or close the mark.",
    Severity.WARNING,
)
NAME = Rule(
    "proof.name",
    "{words} cannot be changed in the chapter: the name {key} comes from names.toml",
    "A name is spelt in names.toml, for all places of the book. Change its spelling there, or the words in the chapter by"
    " hand, or close the mark.",
    Severity.WARNING,
)
MADE = Rule(
    "proof.made",
    "{words} cannot be changed: no line of the chapter says them",
    "References, numbers, the imprint and formulas are made from other things: change what they are made from.",
    Severity.WARNING,
)
LOST = Rule(
    "proof.unfound",
    "the words of a mark are no longer there: {words}",
    "A mark is found by its words and those around them. They were changed or deleted since the proof went out.",
    Severity.WARNING,
)
CONFLICT = Rule(
    "proof.conflict",
    "{person} and {other} want different things of the same words: {words} and {others}",
    "Of changes that contradict each other none is made. Decide which one is right, and reject the other one.",
    Severity.WARNING,
)
NOT_PLAIN = Rule(
    "proof.manual",
    "somebody has to do by hand: {words}",
    "Words that are put in, taken out or replaced, and paragraphs that are split, joined or moved, are written into"
    " chapters. A comment, and a change of a table or a picture, is for a person.",
    Severity.NOTICE,
)
UNCONFIRMED = Rule(
    "proof.effect",
    "written into the chapter, this would print something else: {words}",
    "Before changes are written, the book is read with them, and what it prints is compared with what they ask for. These"
    " words would become markup, or break some. Write them by hand.",
    Severity.WARNING,
)
SOMEBODY = Phrase("somebody")
SHOWN = 60
"""Characters of the words of a mark in a message."""


def problem(rule: Rule, mark: ProofMark, *, key: str = "", with_mark: ProofMark | None = None) -> Diagnostic:
    """Return the problem of a mark at its place."""
    span = mark.start if mark.start.path else Span(mark.origin)
    words = shown_words(mark)
    if with_mark is not None:
        other, others = with_mark.author or SOMEBODY, shown_words(with_mark)
        person = mark.author or SOMEBODY
        return diagnostic(rule, span, words=words, person=person, other=other, others=others)
    if rule in (FACT, NAME):
        return diagnostic(rule, span, words=words, key=key or mark.key or "?")
    return diagnostic(rule, span, words=words)


def shown_words(mark: ProofMark) -> str:
    """Return what a mark says, short and on one line: `…before [-old-]{+new+} after…`."""
    old = _short(mark.words.quote)
    new = _short(mark.new) if mark.kind is not ProofMarkKind.MOVE else ""
    said = (f"[-{old}-]" if old and mark.kind in (ProofMarkKind.DELETE, ProofMarkKind.REPLACE) else old) + (
        f"{{+{new}+}}" if new else ""
    )
    if mark.comment:
        said = f"{said}: {_short(mark.comment)}" if said else _short(mark.comment)
    return f"…{mark.words.before[-20:]}{said}{mark.words.after[:20]}…".replace("\n", "¶")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
