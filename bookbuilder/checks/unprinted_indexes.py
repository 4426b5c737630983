"""Warns of index marks whose index is printed nowhere."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity

HOMELESS = Rule(
    "index.missing",
    "the index {name!r} of this mark is printed nowhere",
    "Marks of an index that no `::: index {of=…}` prints are lost.",
    Severity.WARNING,
)


def run(subject: BookInput, report: Report) -> None:
    """Report the first mark of each index that is not printed; where untranslated text is left out, the index may have
    been, and the source has been checked."""
    if not subject.original and subject.edition.untranslated.missing == "omit":
        return
    printed = {name for chapter in subject.chapters for name in chapter.printed}
    for name, span in (mark for chapter in subject.chapters for mark in chapter.marked):
        if name not in printed:
            printed.add(name)
            report(HOMELESS, span, name=name, hint=f"add ::: index {{of={name}}} to a chapter at the end")


CHECK = Check("indexes", "Every index mark is printed in an index.", run)
