"""Keeps blocks of a column together, so that no single line stands alone at the foot or at the head of a page."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn


def keep_entry_together(galley: BlockColumn, first: int, end: int) -> None:
    """Keep the term of a list of terms with two lines of what it means, and the last line of that from standing alone.
    The entry is made of the blocks from `first` up to `end`."""
    if end - first < 3 or any(first < barrier for barrier in galley.barriers):
        return
    for single, kept in ((first + 1, first + 2), (end - 1, end - 1)):
        _keep_if_one_line(galley, single, kept)


def keep_ends_together(galley: BlockColumn, first: int) -> None:
    """Keep one line of a list (or another block that holds several, from `first` on) from standing alone at the foot or
    at the head of a page."""
    last = len(galley.blocks) - 1
    if last - first < 1 or any(first < barrier for barrier in galley.barriers):
        return
    for single, kept in ((first, first + 1), (last, last)):
        _keep_if_one_line(galley, single, kept)


def _keep_if_one_line(galley: BlockColumn, single: int, kept: int) -> None:
    """Let no page end before a block if another one is a paragraph of one line."""
    blocks = galley.blocks
    one_line = all(way.lines == 1 for way in blocks[single].settings)
    if one_line and galley.entries[single].plan is not None:
        blocks[kept] = replace(blocks[kept], kept=True)
