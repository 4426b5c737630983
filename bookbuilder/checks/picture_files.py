"""Checks that every picture exists, is valid and not too large, and that all together are not too large."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report
from bookbuilder.document.picture_files import Picture, PictureBudget, read_picture


def run(subject: BookInput, report: Report) -> None:
    """Report unusable pictures, and the one that exceeds the total budget."""
    budget = PictureBudget()
    pictures: dict[str, Picture | None] = {}
    for image in (image for chapter in subject.chapters for image in chapter.images):
        if not image.source:
            continue
        loaded = read_picture(subject.world, image.source, image.span, report)
        if loaded:
            budget.take(loaded, image.span, report, again=image.source in pictures)
        pictures[image.source] = loaded


CHECK = Check("pictures", "Every picture is there, is what its name says, and is not too large.", run)
