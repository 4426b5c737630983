"""Every picture is there, is a picture, and is not too large; nor are all together."""

from __future__ import annotations

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import Report
from bookbuilder.document.picture_files import Picture, PictureBudget, read_picture


def run(subject: Subject, report: Report) -> None:
    """Report pictures that cannot be used, and the one with which they are too many."""
    budget = PictureBudget()
    known: dict[str, Picture | None] = {}
    for image in (image for chapter in subject.chapters for image in chapter.images):
        if not image.source:
            continue
        found = read_picture(subject.world, image.source, image.span, report)
        if found:
            budget.take(found, image.span, report, again=image.source in known)
        known[image.source] = found


CHECK = Check("pictures", "Every picture is there, is what its name says, and is not too large.", run)
