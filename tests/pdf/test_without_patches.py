"""The dossier is built, edited and built again without each change to WeasyPrint that may be left out, and each kind of
them: in parts, and in one piece."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.engine.page_reuse import cached_layouts
from bookbuilder.formats.pdf.engine.patch import Kind, Scope
from bookbuilder.formats.pdf.engine.setup.install_patches import names, patches
from tests.conftest import Shared, copy_dossier

CHAPTER = "chapters/de/01-analyse.md"
SENTENCE = "Ein anderer Befund."
OPTIONAL = {
    name: patch.kind
    for name, patch in patches().items()
    if patch.kind is not Kind.HOOK and patch.scope is not Scope.LOADING
} | {kind.value: kind for kind in Kind if kind is not Kind.HOOK}
"""What may be left out, each change and each kind, and of which kind it is."""
KINDS = frozenset(kind.value for kind in Kind)
CASES = [
    (name, mode)
    for name, kind in OPTIONAL.items()
    for mode in ("parts", "piece")
    if mode == "piece" or kind is not Kind.SPEED or name in KINDS
]
"""What is left out, and how the dossier is made. In parts one that saves time is left out by itself of a book with more in
it (`test_parts_without_savings.py`); an edit without each change is made in `test_page_reuse.py`, here without each kind."""


def built(root: Path, *without: str, single_pass: bool, edited: bool = True) -> list[bytes]:
    """Return the PDF of the dossier, and if it is to be `edited`, that of the dossier with a sentence more. What was laid
    out before, with other changes, has no part in it, but the layout before the edit has."""
    made: list[bytes] = []
    cached_layouts._CACHED.clear()
    chapter = root / CHAPTER
    text = chapter.read_text(encoding="utf-8")
    try:
        for content in (text, text.replace("\n\n", f"\n\n{SENTENCE}\n\n", 1))[: 1 + edited]:
            chapter.write_text(content, encoding="utf-8")
            result = api.build(
                root,
                editions=("pdf",),
                locales=("de",),
                jobs=1,
                single_pass=single_pass,
                without_patches=without,
            )
            assert not result.failed, result.diagnostics
            made += [path.read_bytes() for path in result.files if path.suffix == ".pdf"]
    finally:
        chapter.write_text(text, encoding="utf-8")
    assert len({*made}) == 1 + edited
    return made


@pytest.fixture(scope="module")
def wanted(shared: Shared) -> tuple[Path, Path]:
    """The PDFs with all changes: in parts, and in one piece."""

    def write(folder: Path) -> None:
        root = copy_dossier(folder / "dossier")
        for mode in ("parts", "piece"):
            for name, data in zip(("first", "second"), built(root, single_pass=mode == "piece"), strict=True):
                (folder / f"{mode}-{name}").write_bytes(data)

    folder = shared.folder("without-patches", write)
    return folder / "parts", folder / "piece"


@pytest.mark.heavy
@pytest.mark.parametrize(("name", "mode"), CASES)
def test_the_dossier_is_built_and_edited(
    name: str, mode: str, wanted: tuple[Path, Path], tmp_path: Path
) -> None:
    root = copy_dossier(tmp_path / "dossier")
    single_pass = mode == "piece"
    made = built(root, name, single_pass=single_pass, edited=name in KINDS)
    whole = wanted[single_pass]
    for number, data in zip(("first", "second"), made, strict=False):
        expected = whole.with_name(f"{whole.name}-{number}")
        if OPTIONAL[name] is Kind.SPEED:
            assert data == expected.read_bytes(), "it changes no byte"
            reuses = not single_pass and "page_reuse" in names([name])
            assert bool(cached_layouts._CACHED) == reuses, "the pages of a part that is edited are kept"
        else:
            with pikepdf.open(expected) as whole_file, pikepdf.open(BytesIO(data)) as file:
                assert abs(len(file.pages) - len(whole_file.pages)) < 8
