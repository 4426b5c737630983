"""Finds the errors that a book would have with other contents in some of its files, without laying anything out."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.build_step import DirectRunner, Runner
from bookbuilder.diagnostics import Diagnostic, Findings, Severity
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.world import Workspace
from bookbuilder.world.edited_files import EditedFiles


def text_errors(
    world: Workspace,
    edited: Mapping[str, bytes],
    request: BuildRequest,
    runner: Runner | None = None,
) -> tuple[Diagnostic, ...]:
    """Return the errors of a book in which some files have other contents (path → bytes), as far as a request is about them.
    What is read besides is logged where `world` logs it."""
    findings = Findings()
    book = EditedFiles(world.root, environ=world.environ, input_log=world.input_log, edited=edited)
    planned = read_books(Context(book, findings, runner or DirectRunner()), request)
    reported = findings.sorted()
    if planned.project is not None:
        reported = apply_severities(reported, planned.project.checks, tuple)
    return tuple(one for one in reported if one.severity is Severity.ERROR)
