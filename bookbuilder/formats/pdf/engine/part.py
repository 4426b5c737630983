"""The state of the part of a book that is laid out and drawn: what hooks see and say."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.formats.pdf.compile.job import Job
from bookbuilder.formats.pdf.engine.deferred_numbers import Late
from bookbuilder.formats.pdf.engine.margin_boxes import Furnisher
from bookbuilder.formats.pdf.engine.read.page_starts import Turns


@dataclass(slots=True, eq=False)
class PartState:
    """What is known of a part: its job, its margin boxes, its page numbers, and where its pages begin.

    `alike` says that no page selector looks at the number of a page (None: nobody has looked yet).
    """

    job: Job
    furnisher: Furnisher
    numbers: Late
    starts: Turns
    alike: bool | None = None
