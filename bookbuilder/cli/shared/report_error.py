"""Reports what stopped a command: problems of the book, or an error of the system."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.diagnostics import BookbuilderError


def report_error(error: BookbuilderError | OSError, book: Path) -> int:
    """Print what stopped a command that works on a book, and return its exit code."""
    found = error_diagnostics(error)
    print_findings.diagnostics(found, print_findings.err(), book)
    return exit_codes.code(found, strict=False)
