"""Makes what the pages of a proof have besides those of the book: the mark below the text, the numbers of lines beside it,
and the addresses of blocks in the margin for pencils."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.link.link_input import PageAdditions
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.press.trim import Box
from bookbuilder.formats.pdf.proof.block_addresses import block_addresses
from bookbuilder.formats.pdf.proof.change_bars import ChangedPiece, changed_pieces
from bookbuilder.formats.pdf.proof.numbered_pages import NumberedPage, numbered_pages
from bookbuilder.formats.pdf.proof.outlined_text import OutlinedText
from bookbuilder.formats.pdf.proof.printed_lines import PrintedLine
from bookbuilder.formats.pdf.text_trace import tracer
from bookbuilder.formats.proof_mark import proof_mark

SIZE = 5.5
"""Points: the size of numbers and addresses."""
LARGEST = 64.0
"""Points: the size of the mark, at most."""
WITHIN = 0.84
"""How much of the width and the height of a page the mark takes up, at most."""
CAPITAL = 0.7
"""How high the letters of the mark are, in em."""
BAR, THIN = 2.0, 0.5
"""Points: how thick the bar beside a line that has changed is, and the line below or through words."""
NEXT = 44.0
"""Points between that bar and words that were taken out: the addresses of blocks stand between."""
_INK, _GREY, _PALE = b"0", b"0.4", b"0.9"


def proof_pages(paginated: PaginatedBook) -> PageAdditions:
    """Return what a proof adds to the pages of its book."""
    book, trace = paginated.book, tracer(paginated)()
    proof = book.edition.proof
    assert proof is not None
    letters = OutlinedText.of(book)
    pages = numbered_pages(paginated, trace)
    addresses = block_addresses(book, trace, pages) if proof.addresses else {}
    changed = changed_pieces(book, trace, sorted(pages), book.changes.ranges)
    words, bold = proof_mark(book), OutlinedText.of(book, 700)

    def below(index: int, box: Box) -> bytes:
        return b"" if _is_cover(paginated, index) else _artifact([_across(bold, words, box)], _PALE)

    def above(index: int, box: Box) -> bytes:
        if _is_cover(paginated, index):  # its words are light on a dark ground
            margin = proof.margin if paginated.order.pages[index].right else -proof.margin
            return _artifact([_upwards(bold, words, box, margin)] if margin else [], _GREY)
        page = pages.get(index)
        if page is None:
            return b""
        drawn = [] if proof.lines == "none" else [*_numbers(book, page, box, letters)]
        drawn += _addresses(addresses.get(index, ()), page, box, letters)
        room = proof.margin if proof.changes == "words" else None
        bars = _changes(changed.get(index, ()), page, box, letters, room)
        return _artifact(drawn, _GREY) + _artifact([*bars], _INK)

    return PageAdditions(proof.margin, below, above)


def _numbers(book: Book, page: NumberedPage, box: Box, letters: OutlinedText) -> Iterator[bytes]:
    for number, line in page.numbers:
        label, x = book.locale.figures(number), page.columns.edge(line.band, page.lines)
        if not page.columns.right_to_left:
            x -= letters.width(label, SIZE)
        yield letters.path(label, SIZE, box[0] + x, box[3] - line.middle - SIZE / 3)


def _addresses(
    addresses: Sequence[tuple[str, PrintedLine]], page: NumberedPage, box: Box, letters: OutlinedText
) -> Iterator[bytes]:
    """Yield the addresses of the blocks that begin on a page, from top to bottom in the margin for pencils."""
    below = -math.inf
    for label, line in sorted(addresses, key=lambda one: one[1].middle):
        if page.right:
            x = box[2] + SIZE
        else:
            x = box[0] - SIZE - letters.width(label, SIZE)
        below = max(line.middle, below + SIZE * 1.2)
        yield letters.path(label, SIZE, x, box[3] - below - SIZE / 3)


def _changes(
    changed: Sequence[ChangedPiece], page: NumberedPage, box: Box, letters: OutlinedText, room: float | None
) -> Iterator[bytes]:
    """Yield bars at the edge of the page of the book beside lines that have changed. If words are shown, also lines below
    those that were put in and, struck through in the margin for pencils, which has so much `room`, those that were taken
    out."""
    bar = box[2] if page.right else box[0]
    below = -math.inf
    for one in changed:
        text = one.text
        yield _rectangle(bar - BAR / 2, box[3] - text.y - text.height, BAR, text.height)
        if room is not None and one.end > one.start:
            start, end = (1 - one.end, 1 - one.start) if page.columns.right_to_left else (one.start, one.end)
            x, width = box[0] + text.x + start * text.width, (end - start) * text.width
            yield _rectangle(x, box[3] - text.y - text.height * 0.92, width, THIN)
        if room is not None and one.removed.strip():
            said = _cut(" ".join(one.removed.split()), letters, room - NEXT - SIZE)
            below = max(text.y + text.height / 2, below + SIZE * 1.3)
            width = letters.width(said, SIZE)
            x = bar + NEXT if page.right else bar - NEXT - width
            yield letters.path(said, SIZE, x, box[3] - below - SIZE / 3)
            yield _rectangle(x, box[3] - below - SIZE * 0.1, width, THIN)


def _cut(words: str, letters: OutlinedText, room: float) -> str:
    """Return as many words as there is room for."""
    if letters.width(words, SIZE) <= room:
        return words
    end = len(words)
    while end and letters.width(words[:end] + "…", SIZE) > room:
        end -= 1
    return words[:end] + "…" if end else ""


def _rectangle(x: float, y: float, width: float, height: float) -> bytes:
    return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re".encode()


def _across(letters: OutlinedText, words: str, box: Box) -> bytes:
    """Return the path of words from the lower left to the upper right corner of a page, and inside it."""
    wide, high = box[2] - box[0], box[3] - box[1]
    angle = math.atan2(high, wide)
    cosine, sine = math.cos(angle), math.sin(angle)
    length = letters.width(words, 1)
    size = min(
        LARGEST,
        WITHIN * wide / (length * cosine + CAPITAL * sine),
        WITHIN * high / (length * sine + CAPITAL * cosine),
    )
    along, across = length * size / 2, CAPITAL * size / 2
    x = (box[0] + box[2]) / 2 - along * cosine + across * sine
    y = (box[1] + box[3]) / 2 - along * sine - across * cosine
    return letters.path(words, size, x, y, (cosine, sine))


def _upwards(letters: OutlinedText, words: str, box: Box, margin: float) -> bytes:
    """Return the path of words that run upwards in the margin for pencils, which is on the left if it is less than 0."""
    high = box[3] - box[1]
    length = letters.width(words, 1)
    size = min(LARGEST / 3, WITHIN * abs(margin) / CAPITAL, WITHIN * high / length)
    x = (box[2] if margin > 0 else box[0]) + (margin + CAPITAL * size) / 2
    return letters.path(words, size, x, (box[1] + box[3] - length * size) / 2, (0, 1))


def _is_cover(paginated: PaginatedBook, index: int) -> bool:
    return not paginated.parts[paginated.order.pages[index].part].part.counts


def _artifact(paths: Sequence[bytes], grey: bytes) -> bytes:
    drawn = b"\n".join(filter(None, paths))
    return b"/Artifact<</Type/Pagination>>BDC q %b g\n%b\nf Q EMC" % (grey, drawn) if drawn else b""
