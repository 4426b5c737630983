"""The state of the part of a book that is laid out and drawn: what hooks read and note."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.formats.pdf.compile.job import Job
from bookbuilder.formats.pdf.engine.deferred_numbers import DeferredNumbers
from bookbuilder.formats.pdf.engine.margin_boxes import FurnitureMaker
from bookbuilder.formats.pdf.engine.page_reuse.reuse import PageReuse
from bookbuilder.formats.pdf.engine.read.page_starts import PageStarts


@dataclass(slots=True, eq=False)
class PartState:
    """What is known of a part: its job, its page furniture, its page numbers, and where its pages begin.

    `reuse` takes pages from the layout before (None: there was none in this process). `pages_alike` says that no page
    selector depends on the number of a page (None: not determined yet).
    """

    job: Job
    furniture: FurnitureMaker
    numbers: DeferredNumbers
    starts: PageStarts
    reuse: PageReuse | None = None
    pages_alike: bool | None = None
