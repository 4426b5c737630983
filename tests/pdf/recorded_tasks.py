"""Builds a book and keeps what its PDFs were compiled from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.workers.runner import PoolRunner

_FONTS: list[FontDirectory] = []
"""The fonts of recorded tasks, held as long as this process lives: other workers read the tasks from a file."""


def recorded_tasks(root: Path) -> list[Task]:
    """Return the tasks of all parts of the PDFs of a book, in the order in which they were handed out."""
    found: list[Task] = []
    begin = PoolRunner.begin

    def recorded(self: PoolRunner, step: Any, given: Any) -> Any:
        found.extend(one for one in given if isinstance(one, Task))
        return begin(self, step, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PoolRunner, "begin", recorded)
        assert api.build(root, jobs=1).files
    _FONTS.extend(task.font_directory for task in found)
    return found
