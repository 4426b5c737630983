"""What was laid out is freed at once, and does not wait for the garbage collector."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

from weasyprint.formatting_structure.boxes import Box

from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine.compile_part import compile_part
from tests.bench import corpus
from tests.pdf.recorded_tasks import recorded_tasks


def boxes_left(task: Task) -> int:
    """Compile a part and return how many of its boxes are still there."""
    compile_part(task)  # loads and caches what all parts use
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(one, Box) for one in gc.get_objects())
        compile_part(task)
        return sum(isinstance(one, Box) for one in gc.get_objects()) - before
    finally:
        gc.enable()


def test_hardly_any_box_is_left(tmp_path: Path) -> None:
    chapter = max(recorded_tasks(corpus.write(tmp_path, 14)), key=lambda task: len(task.job.html))
    assert boxes_left(chapter) < 200
    with_context = replace(chapter, job=replace(chapter.job, without_patches=("layout_context",)))
    assert boxes_left(with_context) > 500, (
        "WeasyPrint frees a context by itself: the patch has no use any more"
    )
