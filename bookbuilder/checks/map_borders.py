"""Checks that the borders of a house can be read."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import BookbuilderError, Report, Span
from bookbuilder.project.book_rules import FILE


def run(subject: BookInput, report: Report) -> None:
    """Report what is wrong with the file of borders, in a book that has a map."""
    path = subject.project.maps.borders
    if not path or not any(figure.map for chapter in subject.chapters for figure in chapter.charts):
        return
    from bookbuilder.maps.house_borders import BROKEN, house_borders  # few books have borders of their own

    try:
        data = subject.world.read(path)
    except BookbuilderError as error:
        report(BROKEN, Span(FILE), path=path, problem=error.diagnostics[0].phrases[0])
        return
    house_borders(data, path, report)


CHECK = Check("borders", "The borders of maps that a house has itself can be read.", run)
