"""Keeps the layout of the part that this process compiled last, if it is one that is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.job import Job, Task
from bookbuilder.formats.pdf.engine.page_reuse.free_layout import free_layout, free_pages
from bookbuilder.formats.pdf.engine.page_reuse.page_reuse import CachedLayout, PageReuse
from bookbuilder.formats.pdf.resource import is_named_by_content
from bookbuilder.formats.text_places import SourceText

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

LONGEST = 150_000
"""Characters of the HTML of a part that is kept: some 60 pages, for which 40 MiB are needed."""
LARGEST = 16 << 20
"""Bytes of the pictures of a part that is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cached:
    """A layout, and what it was made from."""

    job: Job
    fonts: FontConfiguration
    layout: CachedLayout


_CACHED: list[_Cached] = []
"""What is kept in this process: one layout at most."""


@dataclass(slots=True, eq=False)
class LastLayout:
    """The layout of a part before this one (None: none is known), and whether the one that is made now is kept."""

    job: Job
    fonts: FontConfiguration
    layout: CachedLayout | None
    keeps: bool

    @property
    def elements(self) -> HtmlElement | None:
        """The root element of the layout before; None if there was none."""
        return self.layout.root if self.layout else None

    def reuse(self) -> PageReuse | None:
        """Return what takes and keeps the pages of the layout that is made now; None if nothing is kept."""
        return PageReuse(self.layout) if self.keeps else None

    def done(
        self, document: Document, reuse: PageReuse | None, reading: SourceText, messages: Sequence[str]
    ) -> None:
        """Keep the new layout or free it, and free what is no longer needed of the one before. A layout with `messages`
        is not kept: WeasyPrint would not repeat them for pages that it does not lay out."""
        layout = None
        if reuse and not messages:
            layout = reuse.layout(document._html.etree_element, reading, document)
        before = self.layout.pages if self.layout else ()
        used = {id(page._page_box) for page in document.pages}
        free_pages(page.box for page in before if id(page.box) not in used)
        if layout is None:
            free_layout(document)
        else:
            _CACHED[:] = [_Cached(_settings(self.job), self.fonts, layout)]


def take(task: Task, fonts: FontConfiguration) -> LastLayout:
    """Return what this process keeps of the last layout of a part: none if anything but its text is another one now.
    Nothing is kept until the new layout is done."""
    job = task.job
    # A part that fails half way has changed the boxes of the layout before, so that is not taken again.
    kept, _CACHED[:] = _CACHED[:], []
    for last in kept:
        if last.fonts is fonts and last.job == _settings(job):
            return LastLayout(job, fonts, last.layout, keeps=_is_small(job))
        free_pages(page.box for page in last.layout.pages)
    return LastLayout(job, fonts, None, keeps=task.edited and _is_small(job))


def _is_small(job: Job) -> bool:
    pictures = sum(len(resource.data) for resource in job.resources.values())
    return len(job.html) <= LONGEST and pictures <= LARGEST


def _settings(job: Job) -> Job:
    """Return a job without its text, and without what is drawn in it: a drawing that has changed has another name there."""
    pictures = {path: one for path, one in job.resources.items() if not is_named_by_content(path)}
    return replace(job, html="", resources=pictures)
