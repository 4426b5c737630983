"""Marks as diagnostics, which the command line, code hosts and editors show at their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bookbuilder.diagnostics import Diagnostic, Rule, Severity, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.proof.mark import MarkSubject, ProofMark, ProofMarkKind

_LISTED = (
    " `bookbuilder proof list` shows the marks that came in with proofs; accepting one writes it into its chapter, closing"
    " it keeps it as done."
)
MARKED = Rule(
    "proof.marked", "{who} marks “{words}”", "A reader of a proof marked words." + _LISTED, Severity.NOTICE
)
COMMENTED = Rule(
    "proof.commented",
    "{who} says of “{words}”: {comment}",
    "A reader of a proof wrote something at words, at a drawing or on a page." + _LISTED,
    Severity.NOTICE,
)
REPLACED = Rule(
    "proof.replaced",
    "{who} wants “{new}” instead of “{words}”",
    "A reader of a proof wants other words." + _LISTED,
    Severity.NOTICE,
)
INSERTED = Rule(
    "proof.inserted",
    "{who} puts “{new}” behind “{words}”",
    "A reader of a proof puts in words." + _LISTED,
    Severity.NOTICE,
)
DELETED = Rule(
    "proof.deleted",
    "{who} strikes out “{words}”",
    "A reader of a proof wants words to go." + _LISTED,
    Severity.NOTICE,
)
CHANGED = Rule(
    "proof.changed",
    "{who} changes “{words}”",
    "A reader of a proof changed how words look, or where a paragraph stands." + _LISTED,
    Severity.NOTICE,
)
LOST = Rule(
    "proof.lost",
    "the words that {who} marks are in no text any more: “{words}”",
    "A mark is led to its words by them and those around them, in the text as it is now. These were rewritten, or they stand"
    " in several places and nobody can say which one was meant." + _LISTED,
    Severity.WARNING,
)
SHOWN = 80
"""Characters of words and of comments that a finding shows."""


def mark_findings(marks: Iterable[ProofMark]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each mark, at the place of its words."""
    for mark in marks:
        words = _cut(mark.words.quote or mark.words.before[-40:]) or _place(mark)
        who = mark.author or Phrase("somebody")
        new, comment = _cut(mark.new), _cut(mark.comment)
        rule, hint = _rule(mark), _hint(mark)
        yield diagnostic(rule, mark.start, hint=hint, who=who, words=words, new=new, comment=comment)


def _rule(mark: ProofMark) -> Rule:
    if mark.about is MarkSubject.LOST:
        return LOST
    match mark.kind:
        case ProofMarkKind.REPLACE:
            return REPLACED
        case ProofMarkKind.INSERT:
            return INSERTED
        case ProofMarkKind.DELETE:
            return DELETED
        case ProofMarkKind.FORMAT | ProofMarkKind.MOVE:
            return CHANGED
        case ProofMarkKind.COMMENT | ProofMarkKind.HIGHLIGHT:
            return COMMENTED if mark.comment else MARKED


def _hint(mark: ProofMark) -> str:
    if mark.about is MarkSubject.LOST and (said := mark.comment or mark.new):
        return Phrase("it said: {text}", text=_cut(said))
    if mark.about is MarkSubject.FACT:
        return (
            Phrase("the words come from facts.toml: [{key}]", key=mark.key)
            if mark.key
            else Phrase("the words are the value of a fact")
        )
    if mark.about is MarkSubject.NAME:
        return Phrase("the words come from names.toml: [{key}]", key=mark.key)
    if mark.about is MarkSubject.DRAWING:
        return (
            Phrase("the mark is on the drawing {name}", name=mark.key)
            if mark.key
            else Phrase("the mark is on a drawing")
        )
    if mark.about is MarkSubject.MADE:
        return Phrase("the program makes these words: they are in no chapter")
    return (
        Phrase("it said: {text}", text=_cut(mark.comment))
        if mark.comment and _rule(mark) is not COMMENTED
        else ""
    )


def _place(mark: ProofMark) -> str:
    """Return what a mark without words is on."""
    if mark.about is MarkSubject.DRAWING and mark.key:
        return mark.key
    return Phrase("page {page}", page=mark.page)


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1].rstrip()}…"
