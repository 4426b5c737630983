"""All marks of all proofs, with what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Severity, Span, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.proof.decision import Decision, DecisionKind, read_decisions
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.received_file import FOLDER, distinct_marks, read_received
from bookbuilder.world import BookFiles

ABSENT = Rule(
    "proof.absent",
    "no mark is called {name}",
    "A mark is named by the ten digits and letters that `bookbuilder proof list` shows, or by the first few of them.",
)
AMBIGUOUS = Rule(
    "proof.ambiguous",
    "several marks begin with {name}",
    "A mark is named by the first digits and letters of its name, as many as no other mark begins with.",
)
OPEN = Rule(
    "proof.open",
    "open marks of proofs: {count}",
    "Nobody has decided yet what becomes of them: `bookbuilder proof list --open` shows them, and `bookbuilder proof"
    ' accept`, `reject` and `close` decide. With proof = "error" in [check] a book with open marks is not made.',
    Severity.NOTICE,
)
LEAST = 4
"""Characters of the name of a mark that have to be said."""


class MarkState(StrEnum):
    """What became of a mark. Of an ACCEPTED one the words are not in the chapter yet: somebody has to write them, or to do
    what a comment asks for."""

    OPEN = "open"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    REJECTED = "rejected"
    CLOSED = "closed"


_STATES: Mapping[DecisionKind, MarkState] = {
    DecisionKind.ACCEPT: MarkState.ACCEPTED,
    DecisionKind.REJECT: MarkState.REJECTED,
    DecisionKind.CLOSE: MarkState.CLOSED,
    DecisionKind.APPLY: MarkState.APPLIED,
    DecisionKind.REOPEN: MarkState.OPEN,
}
STATE_WORDS: Mapping[MarkState, Phrase] = {
    MarkState.OPEN: Phrase("open"),
    MarkState.ACCEPTED: Phrase("accepted"),
    MarkState.APPLIED: Phrase("in the chapter"),
    MarkState.REJECTED: Phrase("rejected"),
    MarkState.CLOSED: Phrase("closed"),
}
"""What became of a mark, in words."""
UNDONE = (MarkState.OPEN, MarkState.ACCEPTED)
"""The states of marks that somebody has to do something about."""


@dataclass(frozen=True, slots=True)
class DecidedMark:
    """A mark with the decisions about it, the oldest first. An answer to another mark has the state of that."""

    mark: ProofMark
    state: MarkState
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The marks of all proofs."""

    marks: tuple[DecidedMark, ...] = ()

    @property
    def undone(self) -> tuple[DecidedMark, ...]:
        """The marks that somebody has to do something about."""
        return tuple(one for one in self.marks if one.state in UNDONE)

    def named(self, names: Sequence[str]) -> tuple[DecidedMark, ...]:
        """Return the marks whose ids begin with these names. Raises `BookbuilderError` (`proof.absent`,
        `proof.ambiguous`)."""
        found, problems = [], []
        for name in names:
            fitting = [one for one in self.marks if one.mark.id.startswith(name)]
            if len(name) < LEAST or not fitting:
                problems.append(diagnostic(ABSENT, Span(FOLDER), name=name))
            elif len(fitting) > 1:
                problems.append(diagnostic(AMBIGUOUS, Span(FOLDER), name=name))
            else:
                found += fitting
        if problems:
            raise BookbuilderError(*problems)
        return tuple(dict.fromkeys(found))


def desk_of(marks: Iterable[ProofMark], decisions: Iterable[Decision]) -> Desk:
    """Return marks with what was decided about them; the last decision counts."""
    marks = tuple(marks)
    by_mark: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_mark.setdefault(decision.mark, []).append(decision)
    states = {mark.id: _state(by_mark.get(mark.id, ())) for mark in marks}
    asked = {mark.id: mark.answers for mark in marks if mark.answers in states}

    known: dict[str, MarkState] = {}

    def state(name: str) -> MarkState:
        seen = {name}
        while name not in known and name in asked and asked[name] not in seen:
            name = asked[name]
            seen.add(name)
        # Of all that were passed: a file of somebody else may have a hundred thousand answers to answers.
        found = known.get(name, states[name])
        known.update(dict.fromkeys(seen, found))
        return found

    return Desk(tuple(DecidedMark(one, state(one.id), tuple(by_mark.get(one.id, ()))) for one in marks))


def _state(decisions: Sequence[Decision]) -> MarkState:
    deciding = [one for one in decisions if one.what in _STATES]
    return _STATES[deciding[-1].what] if deciding else MarkState.OPEN


def read_desk(world: BookFiles, report: Report) -> Desk:
    """Return all marks of a book with what was decided about them. Reports `proof.received`, `proof.decision`."""
    return desk_of(distinct_marks(read_received(world, report)), read_decisions(world, report))


def report_open_marks(world: BookFiles, report: Report) -> None:
    """Report that marks are open (`proof.open`), and what `read_desk` reports."""
    if undone := read_desk(world, report).undone:
        report(OPEN, Span(FOLDER), count=len(undone))
