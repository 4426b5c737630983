"""The record of a format, which `formats/<name>/` exports as `FORMAT`, and what a format returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bookbuilder import discovery
from bookbuilder.diagnostics import Progress, Report
from bookbuilder.paragraph_counts import NO_PARAGRAPHS, Paragraphs

if TYPE_CHECKING:  # the packages of formats are loaded by processes that see no book
    from bookbuilder.formats.book import Book
    from bookbuilder.formats.edition_trace import EditionTrace


@dataclass(frozen=True, slots=True, eq=False)
class Artifact:
    """A finished file or folder: its name below `output/`, and its files. `{"": data}` is a single file. `paragraphs` counts
    those that were laid out for it in parts. `trace` makes what its text is traced to its source with (None: it cannot be).
    """

    name: str
    files: Mapping[str, bytes]
    paragraphs: Paragraphs = NO_PARAGRAPHS
    trace: Callable[[], EditionTrace] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, one line of documentation, and the function that renders an edition.

    `paginate`, for a format with pages, only calls `Book.paged`. `numbered`: it can carry the page numbers of another
    edition. `links_languages`: it links to the other languages of the book (`Book.siblings`). `hands_out_fonts`: readers get
    its fonts as files. `load` imports the format's libraries ahead of time.
    """

    name: str
    doc: str
    render: Callable[[Book, Report, Progress], tuple[Artifact, ...]]
    paginate: Callable[[Book, Report, Progress], None] | None = None
    numbered: bool = False
    links_languages: bool = False
    hands_out_fonts: bool = False
    load: Callable[[], object] = lambda: None

    @classmethod
    def of(
        cls,
        name: str,
        doc: str,
        module: str,
        *,
        paged: bool = False,
        numbered: bool = False,
        links_languages: bool = False,
        hands_out_fonts: bool = False,
    ) -> Format:
        """Return a format with functions `render` (and, if `paged`, `paginate`) in a lazily imported module."""

        def late(function: str) -> Callable[..., Any]:
            def call(*given: object) -> Any:
                return getattr(import_module(module), function)(*given)

            return call

        paginate = late("paginate") if paged else None
        load = partial(import_module, module)
        return cls(name, doc, late("render"), paginate, numbered, links_languages, hands_out_fonts, load)


def formats() -> dict[str, Format]:
    """Return every format by name."""
    return {f.name: f for f in discovery.values("bookbuilder.formats", "FORMAT", Format)}
