"""What the tests of pages share: a chapter of the dossier, and a press that sets any text in its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bookbuilder.formats.pdf.compile.job import Task
from tests.pdf.line_breaking.typeset_paragraphs import Typesetter, dossier_task, dossier_typesetter


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Task:
    return dossier_task(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def press(task: Task) -> Iterator[Typesetter]:
    with dossier_typesetter(task) as typesetter:
        yield typesetter
