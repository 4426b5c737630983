"""What was laid out is freed at once, and does not wait for the garbage collector."""

from __future__ import annotations

import base64
import gc
import io
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from weasyprint.formatting_structure.boxes import Box

from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine import compile_part as compiling
from bookbuilder.formats.pdf.engine.compile_part import compile_part
from tests.bench import corpus
from tests.cases import book
from tests.pdf.recorded_tasks import recorded_tasks


def live_boxes_after_compiling(task: Task) -> int:
    """Compile a part and return how many of its boxes are still there."""
    compile_part(task)  # loads and caches what all parts use
    gc.collect()
    gc.disable()
    with pytest.MonkeyPatch.context() as patched:
        # What a part leaves behind is collected behind it as well.
        patched.setattr(compiling, "GARBAGE", sys.maxsize)
        try:
            before = sum(isinstance(one, Box) for one in gc.get_objects())
            compile_part(task)
            return sum(isinstance(one, Box) for one in gc.get_objects()) - before
        finally:
            gc.enable()


PICTURE = Image.new("RGB", (8, 8), "red")


def svg_with_picture() -> bytes:
    """Return a drawing with a picture in it."""
    held = io.BytesIO()
    PICTURE.save(held, "PNG")
    address = base64.b64encode(held.getvalue()).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="200" height="200">'
        f'<image x="2" y="2" width="16" height="16" href="data:image/png;base64,{address}"/></svg>'
    ).encode()


def test_a_drawing_keeps_the_picture_in_it(tmp_path: Path) -> None:
    """WeasyPrint asks the context of the layout for it while the drawing is drawn."""
    chapter = "# Kapitel\n\n![Ein rotes Quadrat](bild.svg)\n\nEin Satz.\n"
    root = book.write(
        tmp_path,
        {"chapters/de/01-a.md": chapter, "chapters/de/bild.svg": svg_with_picture()},
        editions=book.PRINT,
    )
    (chapter_task,) = (task for task in recorded_tasks(root) if task.job.main)
    (file,) = (root / "output").glob("*.pdf")
    with pikepdf.open(file) as pdf:
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Width") == 8]
    assert len(pictures) == 1
    without = replace(chapter_task, job=replace(chapter_task.job, without_patches=("layout_context_cycle",)))
    assert compile_part(chapter_task) == compile_part(without)


@pytest.mark.heavy
def test_hardly_any_box_is_left(tmp_path: Path) -> None:
    chapter = max(recorded_tasks(corpus.write(tmp_path, 14)), key=lambda task: len(task.job.html))
    assert live_boxes_after_compiling(chapter) < 200
    with_context = replace(chapter, job=replace(chapter.job, without_patches=("layout_context_cycle",)))
    assert live_boxes_after_compiling(with_context) > 500, (
        "WeasyPrint frees a context by itself: the patch has no use any more"
    )
