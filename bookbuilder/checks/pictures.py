"""Every picture is there, is a picture, and is not too large."""

from __future__ import annotations

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.pictures import picture
from bookbuilder.document.walk import walk


def run(subject: Subject, report: Report) -> None:
    """Report pictures that cannot be used."""
    for node in walk(subject.document.chapters):
        if isinstance(node, Image) and node.source:
            picture(subject.world, node.source, node.span, report)


CHECK = Check("pictures", "Every picture is there, is what its name says, and is not too large.", run)
