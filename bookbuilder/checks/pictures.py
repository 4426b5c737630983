"""Every picture is there, is a picture, and is not too large."""

from __future__ import annotations

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import Report
from bookbuilder.document.pictures import picture


def run(subject: Subject, report: Report) -> None:
    """Report pictures that cannot be used."""
    for image in (image for chapter in subject.chapters for image in chapter.images):
        if image.source:
            picture(subject.world, image.source, image.span, report)


CHECK = Check("pictures", "Every picture is there, is what its name says, and is not too large.", run)
