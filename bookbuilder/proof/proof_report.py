"""Reports by chapter who marked what in the proofs of a book, and what became of it: as Markdown, or as a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bookbuilder.phrases import Phrase, counted
from bookbuilder.program_language.translation import Translation
from bookbuilder.proof.decision import Decision, DecisionKind
from bookbuilder.proof.desk import STATE_WORDS, DecidedMark, Desk
from bookbuilder.proof.mark_findings import mark_findings
from bookbuilder.proof.proof_page import proof_page
from bookbuilder.world import Assets


@dataclass(frozen=True, slots=True)
class ReportedMark:
    """A mark in a report, in words: its name, its line, what it says, what became of it, what was decided, and the file that
    it came in."""

    name: str
    line: int
    says: str
    state: str
    decisions: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class ReportedChapter:
    """The marks of a chapter in the order of its lines; `file` is empty for marks that are at no place of a chapter."""

    file: str
    marks: tuple[ReportedMark, ...]


def reported(desk: Desk, said: Translation) -> tuple[ReportedChapter, ...]:
    """Return the marks of all chapters, in a language of the program; those without a place are last."""
    findings = mark_findings(one.mark for one in desk.marks)
    chapters: dict[str, list[ReportedMark]] = {}
    for one, finding in zip(desk.marks, findings, strict=True):
        message, hint = map(said.text, finding.phrases)
        chapters.setdefault(one.mark.start.path, []).append(
            ReportedMark(
                one.mark.id,
                one.mark.start.line,
                f"{message} ({hint})" if hint else message,
                said.text(STATE_WORDS[one.state]),
                tuple(_decided(one, said)),
                one.mark.origin,
            )
        )
    names = sorted(chapters, key=lambda name: (not name, name))
    return tuple(
        ReportedChapter(name, tuple(sorted(chapters[name], key=lambda mark: mark.line))) for name in names
    )


def _decided(one: DecidedMark, said: Translation) -> Iterable[str]:
    for decision in one.decisions:
        sentence = said.text(decision_sentence(decision))
        yield f"{sentence}: {decision.text}" if decision.text else sentence


def decision_sentence(decision: Decision) -> Phrase:
    """Return who decided what and when, as a sentence."""
    who, day = decision.by, decision.on[:10]
    match decision.what:
        case DecisionKind.ACCEPT:
            return Phrase("accepted by {who} on {day}", who=who, day=day)
        case DecisionKind.REJECT:
            return Phrase("rejected by {who} on {day}", who=who, day=day)
        case DecisionKind.ANSWER:
            return Phrase("answered by {who} on {day}", who=who, day=day)
        case DecisionKind.CLOSE:
            return Phrase("closed by {who} on {day}", who=who, day=day)
        case DecisionKind.APPLY:
            return Phrase("written into the chapter by {who} on {day}", who=who, day=day)
        case DecisionKind.REOPEN:
            return Phrase("opened again by {who} on {day}", who=who, day=day)


def _summary(desk: Desk, said: Translation) -> tuple[str, ...]:
    """Return a line for each person with how many marks they made, and how many of these nobody has dealt with."""
    nobody = said.text(Phrase("somebody"))
    people: dict[str, list[DecidedMark]] = {}
    for one in desk.marks:
        people.setdefault(one.mark.author or nobody, []).append(one)
    undone = set(desk.undone)
    return tuple(
        said.text(
            counted(
                len(marks),
                "{who}: 1 mark, {undone:,} open",
                "{who}: {count:,} marks, {undone:,} open",
                who=person,
                undone=len(undone.intersection(marks)),
            )
        )
        for person, marks in sorted(people.items())
    )


def markdown_report(desk: Desk, said: Translation) -> str:
    """Return the report as Markdown."""
    lines = [f"# {said.text(TITLE)}", "", *(f"- {_plain(one)}" for one in _summary(desk, said))]
    for chapter in reported(desk, said):
        lines += ["", f"## {_plain(chapter.file or said.text(NOWHERE))}", ""]
        for mark in chapter.marks:
            origin = f"{mark.name}, {_plain(mark.origin)}"
            lines.append(f"- {mark.line or '–'}: {_plain(mark.says)} **{mark.state}** ({origin})")
            lines += [f"    - {_plain(decision)}" for decision in mark.decisions]
    return "\n".join(lines) + "\n"


TITLE = Phrase("What became of the marks in proofs")
NOWHERE = Phrase("At no place of a chapter")


def _plain(text: str) -> str:
    """Return a text in one line whose signs are none of Markdown."""
    words = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in words)


def html_report(desk: Desk, said: Translation, world: Assets) -> bytes:
    """Return the report as a self-contained HTML page."""
    return proof_page(
        "proof_report.html.j2",
        world,
        title=said.text(TITLE),
        nowhere=said.text(NOWHERE),
        language=said.language,
        people=_summary(desk, said),
        chapters=reported(desk, said),
    )
