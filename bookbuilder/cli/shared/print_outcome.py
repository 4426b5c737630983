"""Prints the outcome of a build or check, and returns the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.outcome import Outcome, Output

if TYPE_CHECKING:
    from bookbuilder.cli.shared.build_events import Events


def print_outcome(book: Path, outcome: Outcome, output: Output, events: Events | None = None) -> int:
    """Print the outcome of a command and return the exit code; `events` are those that have begun."""
    found, files = outcome.diagnostics, outcome.files
    code = exit_codes.code(found, strict=output.strict)
    if output.events:
        from bookbuilder.cli.shared.build_events import Events

        (events or Events()).finish(outcome, book, fine=code == exit_codes.FINE)
        return code
    if output.as_json:
        print(
            print_findings.json(
                found, files, book, fine=code == exit_codes.FINE, paragraphs=outcome.paragraphs
            )
        )
        return code
    if output.form != "text":
        from bookbuilder.cli.shared.report_formats.report_format import CheckOutcome, report_formats

        result = CheckOutcome(
            found,
            outcome.verdicts,
            output.strict,
            fine=code == exit_codes.FINE,
            said=print_findings.user_language().text,
        )
        print(report_formats()[output.form].write(result))
        return code
    console = print_findings.err()
    said = console.translation
    print_findings.diagnostics(found, console, book, fold=not output.everything)
    if outcome.fixed is not None:
        console.print(said.text(print_findings.fixed_text(outcome.fixed)))
    if counts := print_findings.count_text(found, draft=output.draft, said=said):
        console.print(
            said.phrase("{counts}: nothing was written", counts=counts)
            if outcome.writes and code != exit_codes.FINE
            else counts
        )
        if outcome.can_be_draft and (text := print_findings.draft_text(found)):
            console.print(said.text(text), markup=False)
    elif not outcome.writes:
        console.print(said.phrase("nothing is wrong"))
    if outcome.verdicts:
        console.print(print_findings.validation_text(outcome.verdicts))
    if files and not (outcome.unchanged or outcome.exported):
        from bookbuilder.cli.shared.missing_formats import missing_formats

        if missing := missing_formats(book, said):
            console.print(missing, markup=False)
    if files and outcome.layout_summary:
        console.print(outcome.layout_summary)
    if output.everything and outcome.paragraphs.count:
        console.print(print_findings.paragraphs_text(outcome.paragraphs))
    print_findings.print_files(files, print_findings.out(), book)
    return code
