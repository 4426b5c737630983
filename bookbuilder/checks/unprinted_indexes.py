"""Warns of index marks whose index is printed nowhere, and of terms without a glossary."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import TERMS
from bookbuilder.phrases import Phrase

HOMELESS = Rule(
    "index.missing",
    "the index {name!r} of this mark is printed nowhere",
    "Marks of an index that no `::: index {of=…}` prints are lost.",
    Severity.WARNING,
)

NO_GLOSSARY = Rule(
    "glossary.missing",
    "the book marks terms, and its glossary is printed nowhere",
    "Readers find what a term means in the glossary, `::: glossary`.",
    Severity.WARNING,
)


def run(subject: BookInput, report: Report) -> None:
    """Report the first mark of each index that is not printed; where untranslated text is left out, the index may have
    been, and the source has been checked."""
    if not subject.original and subject.edition.untranslated.missing == "omit":
        return
    printed = {name for chapter in subject.chapters for name in chapter.printed}
    for name, span in (mark for chapter in subject.chapters for mark in chapter.marked):
        if name == TERMS and name not in printed:
            printed.add(name)
            report(NO_GLOSSARY, span, hint="add ::: glossary to a chapter at the end")
        elif name not in printed:
            printed.add(name)
            report(
                HOMELESS,
                span,
                name=name,
                hint=Phrase("add ::: index {{of={name}}} to a chapter at the end", name=name),
            )


CHECK = Check("indexes", "Every index mark is printed in an index.", run)
