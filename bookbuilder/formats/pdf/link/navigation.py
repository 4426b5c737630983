"""Writes what readers navigate by: named destinations, the outline, page labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bookbuilder.formats.pdf.compile.compiled_part import OUTLINE, OutlineEntry
from bookbuilder.formats.pdf.link.link_input import Linked
from bookbuilder.formats.pdf.link.pdf_file import PdfFile
from bookbuilder.formats.pdf.link.syntax import escaped, references, text
from bookbuilder.formats.pdf.paginate.page_order import PlacedPage

_NAMES = 256
"""Names in one leaf of the name tree."""


def page_labels(pages: Sequence[PlacedPage]) -> Iterator[bytes]:
    """Yield the pages at which viewers begin to count anew (ISO 32000-1, 12.4.2)."""
    before: PlacedPage | None = None
    for index, page in enumerate(pages):
        goes_on = (
            before is not None
            and page.style == before.style
            and (page.number == before.number + 1 or not page.style)
        )
        if not goes_on:
            style = b"/S/%b/St %d" % (page.style.encode(), page.number) if page.style else b"/P()"
            yield b"%d<<%b>>" % (index, style)
        before = page


def write_destinations(pdf: PdfFile, linked: Linked) -> int:
    """Write the tree of named destinations and return its number; 0 if there are none."""
    destinations: dict[bytes, bytes] = {}
    for at, one in enumerate(linked.parts):
        for name, page, x, y in one.part.anchors:
            destinations.setdefault(name.encode(), linked.point((at, page), x, y))
    if not destinations:
        return 0
    names = sorted(destinations.items())
    leaves = []
    for start in range(0, len(names), _NAMES):
        some = names[start : start + _NAMES]
        pairs = b"".join(b"(%b)%b" % (escaped(name), target) for name, target in some)
        limits = (escaped(some[0][0]), escaped(some[-1][0]))
        leaves.append(pdf.pack(pdf.take(), b"<</Limits[(%b)(%b)]/Names[%b]>>" % (*limits, pairs)))
    return pdf.pack(pdf.take(), b"<</Kids[%b]>>" % references(leaves))


@dataclass(slots=True)
class _Item:
    """An entry of the outline, with the part that it leads into and the entries below it."""

    entry: OutlineEntry
    part: int
    items: list[_Item] = field(default_factory=list)


def write_outline(pdf: PdfFile, linked: Linked) -> bool:
    """Write the outline; return whether there is one."""
    tree: list[_Item] = []
    path: list[_Item] = []
    for at, one in enumerate(linked.parts):
        for entry in one.part.outline:
            while path and path[-1].entry.level >= entry.level:
                path.pop()
            item = _Item(entry, at)
            (path[-1].items if path else tree).append(item)
            path.append(item)
    if not tree:
        return False
    first, last, count = _write_items(pdf, linked, tree, OUTLINE)
    pdf.pack(OUTLINE, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, last, count))
    return True


def _write_items(pdf: PdfFile, linked: Linked, items: list[_Item], parent: int) -> tuple[int, int, int]:
    """Write some entries with all below them; return the first number, the last, and how many entries are open."""
    numbers = [pdf.take() for _ in items]
    total = 0
    for index, (item, number) in enumerate(zip(items, numbers, strict=True)):
        entry = item.entry
        target = linked.point((item.part, entry.page), entry.x, entry.y)
        parts = [b"<</Title%b/Parent %d 0 R/Dest%b" % (text(entry.label), parent, target)]
        if index:
            parts.append(b"/Prev %d 0 R" % numbers[index - 1])
        if index + 1 < len(numbers):
            parts.append(b"/Next %d 0 R" % numbers[index + 1])
        total += 1
        if item.items:
            first, last, count = _write_items(pdf, linked, item.items, number)
            parts.append(
                # A negative count: the entries are hidden until somebody opens them (ISO 32000-1, table 153).
                b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, -count if entry.closed else count)
            )
            total += 0 if entry.closed else count
        pdf.pack(number, b"".join(parts) + b">>")
    return numbers[0], numbers[-1], total
