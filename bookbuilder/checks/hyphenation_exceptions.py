"""Checks hyphenation.toml: exceptions are words, and the same words with hyphens."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report
from bookbuilder.project.hyphenation_file import hyphenation_exceptions


def run(subject: BookInput, report: Report) -> None:
    """Report problems of `hyphenation.toml`."""
    hyphenation_exceptions(subject.world, subject.project, report)


CHECK = Check("hyphenation", "The book's exceptions of hyphenation can be used.", run)
