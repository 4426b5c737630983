"""Checks that no two chapters are about one day."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.nodes import Chapter
from bookbuilder.world import Reader

REPEATED = Rule(
    "day.repeated",
    "{date} is the date of {other} as well",
    "A chapter of the kind day tells one day, and prints its date above its title. Of two with one date one is mostly a copy"
    " whose date was forgotten.",
    Severity.WARNING,
)


def run(subject: BookInput, report: Report) -> None:
    """Report each chapter with the date of one before it, once for all locales."""
    if not subject.original:
        return
    known: dict[object, str] = {}
    for chapter in (summary.head for summary in subject.chapters):
        if chapter.kind != "day" or chapter.date is None:
            continue
        if other := known.get(chapter.date):
            hint = "correct the date in the front matter of one of them"
            place = _date_place(chapter, subject.world)
            report(REPEATED, place, date=chapter.date.isoformat(), other=other, hint=hint)
        known.setdefault(chapter.date, chapter.span.path)


def _date_place(chapter: Chapter, world: Reader) -> Span:
    """Return the place of the first line that begins with `date:`: a chapter with a date has it in its front matter."""
    lines = world.text(chapter.span.path).split("\n")
    found = next((number for number, line in enumerate(lines, 1) if line.startswith("date:")), 0)
    return Span(chapter.span.path, found, 1) if found else chapter.span


CHECK = Check("day-dates", "No two chapters are about one day.", run)
