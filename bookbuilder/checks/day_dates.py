"""Checks that no two chapters are about one day."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity

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
            report(REPEATED, chapter.span, date=chapter.date.isoformat(), other=other, hint=hint)
        known.setdefault(chapter.date, chapter.span.path)


CHECK = Check("day-dates", "No two chapters are about one day.", run)
