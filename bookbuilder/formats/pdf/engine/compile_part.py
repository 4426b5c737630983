"""Compiles a part of a book: its HTML becomes pages in an object that knows neither their numbers nor their sides."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bookbuilder.formats.pdf.compile.compiled_part import Object
from bookbuilder.formats.pdf.compile.job import Job, Task
from bookbuilder.formats.pdf.engine import running_numbers, typeset
from bookbuilder.formats.pdf.engine.deferred_numbers import PLACEHOLDER, Late
from bookbuilder.formats.pdf.engine.emit import emit
from bookbuilder.formats.pdf.engine.install import installed_for
from bookbuilder.formats.pdf.engine.margin_boxes import Furnisher
from bookbuilder.formats.pdf.engine.part import PartState
from bookbuilder.formats.pdf.engine.patch import Scope
from bookbuilder.formats.pdf.engine.read.page_starts import Turns
from bookbuilder.formats.pdf.engine.speed import layout_cache

PASSES = 4
GARBAGE = 150_000
"""Objects that may lie about before they are collected: those of some four chapters, 20 MB."""


def compile_part(task: Task) -> bytes:
    """Return a part as a compiled object, encoded."""
    job = task.job
    with typeset.typesetter(task.world, task.case, job.css, job.without_patches, job.words) as (
        fonts,
        messages,
    ):
        try:
            made = _compiled(job, fonts, messages, {}).encode()
        finally:
            layout_cache.forget()
    if gc.get_count()[0] > GARBAGE:  # boxes point at one another
        gc.collect(0)
    return made


def _compiled(
    job: Job, fonts: Any, messages: list[str], rooms: Mapping[int, int], times: int = PASSES
) -> Object:
    """Return a part whose numbers in running text have room for so many figures; with room for others if they need it.

    From the second layout on, room only grows: a number that needs less could move what needs more.
    """
    made = Late(rooms=rooms, total=job.total)
    furnisher = Furnisher(made, dict(job.strings), job.first)
    state = PartState(job, furnisher, made, Turns())
    with installed_for(Scope.PART, state, without=job.without_patches):
        laid = typeset.lay_out(job.html, job.css, job.resources, fonts, job.name)
        needed = running_numbers.rooms(laid.document, furnisher, job.first)
        if rooms:
            most = max(needed.values(), default=0) if times == 1 else 0
            needed = {place: max(room, rooms.get(place, 0), most) for place, room in needed.items()}
        fits = all(rooms.get(place, PLACEHOLDER) == room for place, room in needed.items())
        if fits or not times:
            found = emit(laid.document, job, furnisher, made, messages)
            return replace(found, places=tuple(state.starts.places(laid.document)))
    return _compiled(job, fonts, messages, needed, times - 1)
