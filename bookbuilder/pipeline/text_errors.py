"""Finds the errors that a book would have with other contents in some of its files, without laying anything out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Diagnostic, Findings, Severity
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.world import Workspace
from bookbuilder.world.edited_files import EditedFiles


def text_errors(
    world: Workspace, edited: Mapping[str, bytes], locales: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """Return the errors of some locales of a book in which some files have other contents (path → bytes)."""
    findings = Findings()
    book = EditedFiles(world.root, edited=edited)
    planned = read_books(Context(book, findings), BuildRequest(locales))
    reported = findings.sorted()
    if planned.project is not None:
        reported = apply_severities(reported, planned.project.checks, tuple)
    return tuple(one for one in reported if one.severity is Severity.ERROR)
