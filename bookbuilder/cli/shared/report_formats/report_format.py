"""The record of an output format of `check`, which `cli/shared/report_formats/<name>.py` exports as `FORM`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookbuilder import discovery
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.validators.validate import Verdict

PACKAGE = "bookbuilder.cli.shared.report_formats"


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The result of a check: findings, verdicts of validators, whether warnings count as errors, whether all is fine."""

    diagnostics: Sequence[Diagnostic]
    verdicts: Sequence[Verdict]
    strict: bool
    fine: bool
    said: Callable[[str], str] = str
    """Says a phrase in the language of the user."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format: its name, and the function that writes it."""

    name: str
    write: Callable[[CheckOutcome], str]


def report_formats() -> dict[str, ReportFormat]:
    """Return every format by name."""
    return {form.name: form for form in discovery.values(PACKAGE, "FORM", ReportFormat)}
