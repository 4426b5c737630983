"""Checks that each issue of a series says what it is about."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.phrases import Phrase
from bookbuilder.world.series_folder import PREFIX, SERIES

ABSENT = Rule(
    "issue.undescribed",
    "this issue has no description",
    "Readers of a series choose an issue by its description: it stands in the feed, in catalogues, in the e-book and on"
    " the back cover.",
    Severity.NOTICE,
)


def run(subject: BookInput, report: Report) -> None:
    """Report a locale of an issue without a description."""
    imprint = subject.project.imprints[subject.edition.name]
    in_series = subject.world.exists(PREFIX + SERIES)
    if in_series and (imprint.issue or subject.project.volume) and not subject.edition.description.strip():
        hint = Phrase("add description = … to [locales.{name}]", name=subject.edition.name)
        report(ABSENT, subject.edition.span, hint=hint)


CHECK = Check("issue-description", "Each issue of a series says what it is about.", run)
