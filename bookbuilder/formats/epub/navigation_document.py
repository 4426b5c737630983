"""Builds the navigation of an e-book: navigation document, landmarks, and the NCX for EPUB 2 readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from bookbuilder.document.nodes import Entry, Target
from bookbuilder.document.walk import plain, unexpanded
from bookbuilder.formats.epub.file_names import ascii_name
from bookbuilder.formats.epub.page_breaks import PageListEntry
from bookbuilder.formats.epub.xhtml_page import FOLDER
from bookbuilder.html import book_parts
from bookbuilder.html.environment import render
from bookbuilder.html.medium import Medium
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.locales.rtl_marks import directed


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of the table of contents: title as markup and as text, both behind its number if it has one, address,
    position in reading order (from 1), and the entries below it."""

    title: Markup
    text: str
    href: str
    order: int
    lines: tuple[ContentsEntry, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the NCX, derived from its address, not from its position."""
        return f"point-{ascii_name(self.href.replace('.xhtml', ''))}"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that readers offer to jump to: `type` is a term of the EPUB vocabulary (`bodymatter`)."""

    type: str
    href: str
    title: str


Front = Sequence[tuple[str, str]]
"""Title and address of pages that are no chapters."""


def contents_entries(
    before: Front,
    front: Sequence[Entry],
    after: Front,
    body: Sequence[Entry],
    medium: Medium,
    numbers: Mapping[Target, str],
) -> tuple[ContentsEntry, ...]:
    """Return the table of contents in spine order: pages, front chapters, pages, body; `numbers` are those of chapters and
    sections, which reading systems do not count themselves."""
    order = count(1)

    def plain_line(pair: tuple[str, str]) -> ContentsEntry:
        title, href = pair
        return ContentsEntry(Markup.escape(title), title, href, next(order))

    def line(entry: Entry) -> ContentsEntry:
        position = next(order)
        below = tuple(line(e) for e in entry.entries)
        title, text = book_parts.title(unexpanded(entry.title), medium), plain(entry.title)
        if number := numbers.get(entry.target, ""):
            title, text = Markup("{} {}").format(number, title), f"{number} {text}"
        return ContentsEntry(
            title,
            directed(text, medium.locale.direction),
            medium.href(entry.target),
            position,
            below,
        )

    return (
        *(plain_line(pair) for pair in before),
        *(line(entry) for entry in front),
        *(plain_line(pair) for pair in after),
        *(line(entry) for entry in body),
    )


def nav(
    env: Sandbox,
    contents: Sequence[ContentsEntry],
    landmarks: Sequence[Landmark],
    pages: Sequence[PageListEntry] = (),
) -> Markup:
    """Return the body of the navigation document (EPUB 3.3, 7); `pages` are those of the printed book."""
    return render(env, "nav.xhtml.j2", lines=contents, landmarks=landmarks, pages=pages)


def ncx(
    env: Sandbox,
    contents: Sequence[ContentsEntry],
    identifier: str,
    title: str,
    pages: Sequence[PageListEntry] = (),
) -> bytes:
    """Return the NCX (OPF 2.0.1, 2.4.1), with the same contents and pages, for EPUB 2 readers."""
    text = render(
        env,
        "toc.ncx.j2",
        lines=contents,
        identifier=identifier,
        title=title,
        depth=max(_depths(contents), default=1),
        folder=FOLDER,
        pages=pages,
        behind=sum(1 for _ in _depths(contents)),
        last=max((int(page.label) for page in pages if page.label.isdecimal()), default=0),
    )
    return (str(text).strip() + "\n").encode()


def _depths(contents: Sequence[ContentsEntry], depth: int = 1) -> Iterator[int]:
    for line in contents:
        yield depth
        yield from _depths(line.lines, depth + 1)
