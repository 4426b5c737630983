"""What is around the pages of a file: how far they bleed, and the marks for those who cut the paper.

Every part is laid out and drawn with the same wide bleed (`SHEET`), whatever the edition wants. The linker cuts it to
what is wanted, so that editions that differ in nothing else share all compiled parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.formats.pdf.units import MM
from bookbuilder.html.token_checks import bleed_tokens

ROOM = bleed_tokens.MOST
"""In mm: how far every page is drawn over its edge, and so the widest bleed that there is."""
SHEET = f"@page {{ bleed: {ROOM:g}mm !important; marks: none !important }}\n"
"""Stands behind the style sheets of a part that is compiled."""
APART = 3 * MM
"""The least distance of a mark from the page, so that none is left on it when the cut is not exact."""
LENGTH = 5 * MM
THIN = 0.25
"""In points: how long and how thick a mark is (ISO 15930 leaves it open; these are the habits of layout programs)."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""


@dataclass(frozen=True, slots=True)
class Trim:
    """How far a page bleeds over each of its edges, in points, and its marks: `crop` for those who cut, `cross` for those
    who lay one colour over the other, `fold` for those who fold a cover around its spine."""

    top: float = 0.0
    bottom: float = 0.0
    inner: float = 0.0
    outer: float = 0.0
    marks: tuple[str, ...] = ()

    def bleed_box(self, page: Box, *, right: bool) -> Box:
        """Return the bleed box of a page on one side of the sheet; `page` is its trim box."""
        west, east = (self.inner, self.outer) if right else (self.outer, self.inner)
        return page[0] - west, page[1] - self.bottom, page[2] + east, page[3] + self.top

    def media_box(self, page: Box, *, right: bool, folded: bool = False) -> Box:
        """Return the media box: the bleed box, and the marks around it. Only what is `folded` has marks of folds."""
        box = self.bleed_box(page, right=right)
        if not any(folded or mark != "fold" for mark in self.marks):
            return box
        reach = max(self.top, self.bottom, self.inner, self.outer, APART) + LENGTH + THIN
        return page[0] - reach, page[1] - reach, page[2] + reach, page[3] + reach

    def drawn(self, page: Box, *, ink: bytes, folds: Sequence[float] = ()) -> bytes:
        """Return the marks around a page as content, an artifact; `ink` sets their colour, `folds` are the places of folds
        from the left edge, in points. Empty if there are none."""
        lines = [*(_crop(page, self._from) if "crop" in self.marks else ())]
        across = 0.25 if folds else 0.5  # the marks of a fold are in the middle
        lines += [*(_cross(page, self._from, across) if "cross" in self.marks else ())]
        lines += [*(_fold(page, self._from, folds) if "fold" in self.marks else ())]
        if not lines:
            return b""
        return b"/Artifact<</Type/Page>>BDC q %b %b w\n%b\nQ EMC" % (ink, _number(THIN), b"\n".join(lines))

    @property
    def _from(self) -> float:
        """How far from the page the marks begin."""
        return max(self.top, self.bottom, self.inner, self.outer, APART)


PLAIN = Trim()
"""Neither bleed nor marks."""


def clip(box: Box) -> bytes:
    """Return the beginning of content that is shown inside a box alone; `Q` ends it."""
    left, bottom, right, top = box
    return b"q %b re W n" % b" ".join(map(_number, (left, bottom, right - left, top - bottom)))


def _crop(page: Box, start: float) -> Iterator[bytes]:
    left, bottom, right, top = page
    for y in (bottom, top):
        yield _line(left - start - LENGTH, y, left - start, y)
        yield _line(right + start, y, right + start + LENGTH, y)
    for x in (left, right):
        yield _line(x, bottom - start - LENGTH, x, bottom - start)
        yield _line(x, top + start, x, top + start + LENGTH)


def _fold(page: Box, start: float, folds: Iterable[float]) -> Iterator[bytes]:
    """Yield dashed lines above and below the page, as folds are marked on a sheet."""
    left, bottom, _, top = page
    for x in (left + fold for fold in folds):
        yield b"[1.5 1.5] 0 d"
        yield _line(x, bottom - start - LENGTH, x, bottom - start)
        yield _line(x, top + start, x, top + start + LENGTH)
        yield b"[] 0 d"


def _cross(page: Box, start: float, share: float) -> Iterator[bytes]:
    """Yield a cross on each side of the page; those above and below at a share of its width."""
    left, bottom, right, top = page
    across, up, half = left + share * (right - left), (bottom + top) / 2, LENGTH / 2
    centres = (
        (across, top + start + half), (across, bottom - start - half),
        (left - start - half, up), (right + start + half, up),
    )  # fmt: skip
    for x, y in centres:
        yield _line(x - half, y, x + half, y)
        yield _line(x, y - half, x, y + half)
        yield _circle(x, y, half / 2)


def _line(x1: float, y1: float, x2: float, y2: float) -> bytes:
    return b"%b %b m %b %b l S" % tuple(map(_number, (x1, y1, x2, y2)))


def _circle(x: float, y: float, r: float) -> bytes:
    k = 0.5523 * r
    points = (
        (x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y),
    )  # fmt: skip
    curves = b" ".join(b" ".join(map(_number, six)) + b" c" for six in points)
    return b"%b %b m %b S" % (_number(x + r), _number(y), curves)


def _number(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
