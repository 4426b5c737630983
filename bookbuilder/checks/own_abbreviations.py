"""Checks abbreviations.toml: the book's own abbreviations have words, or are switched off."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report
from bookbuilder.project.abbreviations_file import book_abbreviations


def run(subject: BookInput, report: Report) -> None:
    """Report problems of `abbreviations.toml`."""
    book_abbreviations(subject.world, subject.project, report)


CHECK = Check("abbreviations", "The book's own abbreviations can be used.", run)
