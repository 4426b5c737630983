"""Builds a book and keeps what its PDFs were compiled from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.workers.runner import PoolRunner

DEFAULT = {"pdf": {"format": "pdf"}}
_FONTS: list[FontDirectory] = []
"""The fonts of recorded tasks, held as long as this process lives: other workers read the tasks from a file."""


def recorded_tasks(root: Path, locales: Sequence[str] = ()) -> list[Task]:
    """Return the tasks of all parts of the PDFs of a book, in the order in which they were handed out. Other editions are
    not made."""
    found: list[Task] = []
    editions = tomllib.loads((root / "book.toml").read_text(encoding="utf-8")).get("editions", DEFAULT)
    pdfs = [name for name, edition in editions.items() if edition["format"] == "pdf"]
    begin = PoolRunner.begin

    def recorded(self: PoolRunner, step: Any, given: Any) -> Any:
        found.extend(one for one in given if isinstance(one, Task))
        return begin(self, step, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PoolRunner, "begin", recorded)
        assert api.build(root, editions=pdfs, locales=locales, jobs=1).files
    _FONTS.extend(task.font_directory for task in found)
    return found


def last_task_of_each_part(tasks: Iterable[Task]) -> list[Task]:
    """Return the last task of each part, as it was laid out when its first page and what it refers to were known."""
    return [*{(task.job.name, task.job.css, task.job.html[:200]): task for task in tasks}.values()]
