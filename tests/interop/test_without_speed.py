"""Without all patches of WeasyPrint that are for speed, whole books have the same bytes. (So has a short dossier, and all
parts of the dossier: tests/pdf/test_without_patches.py and test_parts_without_savings.py.)

A saving that changes a byte shows here, where none is left. Without one alone, the parts of a book with everything in it
are the same (tests/pdf/test_parts_without_savings.py).
"""

import shutil
from pathlib import Path

import pytest

from bookbuilder import api
from tests.interop.conftest import REPO

BOOKS = {name: REPO / "tests/books" / name for name in ("everything", "he")}


def pdfs(folder: Path, name: str, *without: str) -> dict[str, bytes]:
    """Build the PDFs of a book anew and return them by their names."""
    root = folder / ("without" if without else "with") / name
    shutil.copytree(BOOKS[name], root)
    result = api.build(root, editions=("pdf",), jobs=2, without_patches=without)
    assert not result.failed and result.made > 5, result.diagnostics
    return {path.name: path.read_bytes() for path in result.files}


@pytest.mark.parametrize("name", BOOKS)
def test_the_same_bytes(name: str, tmp_path: Path) -> None:
    found = pdfs(tmp_path, name)
    assert len(found) == 1
    assert found == pdfs(tmp_path, name, "speed")
