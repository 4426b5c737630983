"""Copies runs of glyphs from the lines of Pango: values that outlive their line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.text.ffi import ffi

if TYPE_CHECKING:
    from weasyprint.text.ffi import CData

SIZE = ffi.sizeof("PangoGlyphInfo")
STEP = SIZE // ffi.sizeof("int")
"""A glyph is five numbers: its own, width, two offsets, flags."""


@dataclass(slots=True, eq=False)
class GlyphRun:
    """Glyphs of one font in the order in which they are drawn.

    `glyphs` is an array of Pango's `PangoGlyphInfo`, `text` their text (UTF-8), `clusters` says for each glyph with which
    byte of the text it begins; `level` is odd if the text runs from right to left."""

    font: CData
    glyphs: bytes
    clusters: tuple[int, ...]
    text: bytes
    level: int

    @property
    def numbers(self) -> list[int]:
        """The numbers of all glyphs, `STEP` of each."""
        numbers: list[int] = memoryview(self.glyphs).cast("i").tolist()
        return numbers

    def behind(self, start: int) -> GlyphRun:
        """Return the glyphs of the text from a byte on, of a run from left to right."""
        if not start:
            return self
        at = next((at for at, place in enumerate(self.clusters) if place >= start), len(self.clusters))
        clusters = tuple(place - start for place in self.clusters[at:])
        return GlyphRun(self.font, self.glyphs[at * SIZE :], clusters, self.text[start:], self.level)


def runs(line: CData, text: str) -> Iterator[GlyphRun]:
    """Yield the runs of a line of Pango; `text` is what its layout was given."""
    data = text.encode()
    at = line.runs[0]
    while at != ffi.NULL:
        run, at = at.data, at.next
        string, item = run.glyphs, run.item
        count = string.num_glyphs
        yield GlyphRun(
            item.analysis.font,
            ffi.buffer(string.glyphs, count * SIZE)[:],
            tuple(string.log_clusters[0:count]),
            data[item.offset : item.offset + item.length],
            item.analysis.level,
        )


def shaped_clusters(run: GlyphRun) -> Iterator[tuple[int, int, str]]:
    """Yield the clusters of a run as they were shaped, from left to right: first glyph, the one behind them, text."""
    places, data = run.clusters, run.text
    count = len(places)
    starts = [at for at in range(count) if not at or places[at] != places[at - 1]]
    for number, start in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else count
        if run.level % 2:
            end = places[start - 1] if start else len(data)
        else:
            end = places[stop] if stop < count else len(data)
        yield start, stop, data[places[start] : end].decode(errors="replace")
