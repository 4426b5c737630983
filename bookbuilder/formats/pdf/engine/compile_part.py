"""Compiles a part of a book: from HTML to pages that know neither their numbers nor their sides."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.drawing.write_compiled_part import emit
from bookbuilder.formats.pdf.engine.hooks.page_types import PageSelectors
from bookbuilder.formats.pdf.engine.numbers import page_counters_in_text
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import PLACEHOLDER, DeferredNumbers
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker
from bookbuilder.formats.pdf.engine.page_reuse import cached_layouts
from bookbuilder.formats.pdf.engine.page_reuse.cached_texts import printed_texts
from bookbuilder.formats.pdf.engine.patch import Scope
from bookbuilder.formats.pdf.engine.read.page_starts import PageStarts
from bookbuilder.formats.pdf.engine.read.table_placements import AS_WRITTEN, TablePlacements
from bookbuilder.formats.pdf.engine.setup.font_configuration import check_faces
from bookbuilder.formats.pdf.engine.setup.install_patches import installed_for
from bookbuilder.formats.pdf.engine.setup.part_state import PartState
from bookbuilder.formats.pdf.engine.speed import layout_cache

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

PASSES = 4
GARBAGE = 40_000
"""Objects that may pile up before those that nobody needs are collected: what two chapters leave, cached or not."""


def compile_part(task: Task) -> bytes:
    """Return a compiled part, encoded. Raises `BookbuilderError` (`page.roomless`, `part.endless`, `fonts.lost`)."""
    job, what = task.job, task.about or task.job.name
    with typeset.typesetter(
        task.world, task.font_directory, job.css, job.without_patches, job.hyphenation, what
    ) as (
        fonts,
        messages,
    ):
        try:
            compiled = _compiled(task, fonts, messages, {})
        finally:
            layout_cache.forget()
        check_faces((face.file for face in compiled.used_faces()), task.font_directory, what)
    data = compiled.encode()
    # Between two parts, when few objects are alive; workers hardly collect otherwise (`worker_pool`).
    if gc.get_count()[0] > GARBAGE:
        gc.collect(0)
    return data


def _compiled(
    task: Task,
    fonts: FontConfiguration,
    messages: list[str],
    rooms: Mapping[int, int],
    passes: int = PASSES,
    ways: TablePlacements = AS_WRITTEN,
) -> CompiledPart:
    """Return a part whose numbers in running text have room for so many figures (`rooms`, by their index); with room for
    others if they need it. Tables stand in some `ways`, and in others if they have no room so.

    From the second layout on, room only grows: a number that needs less could move what needs more.
    """
    job = task.job
    numbers = DeferredNumbers(rooms=rooms, page_count=job.page_count)
    maker = FurnitureMaker(numbers, job.strings, job.first)
    kept = cached_layouts.take(task, fonts)
    starts, reuse = PageStarts(), kept.reuse()
    state = PartState(job, maker, numbers, starts, PageSelectors(), *([reuse] if reuse else []))
    with installed_for(Scope.PART, state, without=job.without_patches):
        layout = typeset.lay_out(job.html, job.css, job.resources, fonts, job.name, kept.elements, ways)
        document = layout.document
        needed = page_counters_in_text.needed_rooms(document, maker, job.first)
        if rooms:
            # The next layout is the last one: every number gets the room of the longest, and fits wherever it stands.
            most = max(needed.values(), default=0) if passes == 1 else 0
            needed = {index: max(room, rooms.get(index, 0), most) for index, room in needed.items()}
        fits = all(rooms.get(index, PLACEHOLDER) == room for index, room in needed.items())
        compiled = None
        same_ways = layout.ways == ways
        if same_ways and (fits or not passes):
            compiled = replace(
                # First: it marks the artifacts, which page starts leave out.
                emit(document, job, maker, numbers, messages),
                page_starts=tuple(starts.page_starts(document)),
                printed_texts=printed_texts(document),
            )
        kept.done(document, reuse, starts.reading, messages)
        if compiled:
            return compiled
    if not same_ways:
        messages.clear()
        return _compiled(task, fonts, messages, rooms, passes, layout.ways)
    return _compiled(task, fonts, messages, needed, passes - 1, ways)
