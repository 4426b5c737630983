"""A short dossier is built without each change to WeasyPrint that may be left out, three at once, and each kind of them, in
parts or in one piece; without each kind it is edited and built again as well."""

from __future__ import annotations

import re
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
_OTHERS = [name for name, kind in OPTIONAL.items() if kind is not Kind.SPEED and name not in KINDS]
_GROUPS = len(_OTHERS) // 3
CASES = [
    *(((name,), mode) for name in OPTIONAL if name in KINDS for mode in ("parts", "piece")),
    *(
        ((name,), "piece")
        for name, patch in patches().items()
        if patch.kind is Kind.SPEED and patch.scope not in (Scope.LOADING, Scope.PART)
    ),
    *((tuple(_OTHERS[number::_GROUPS]), ("parts", "piece")[number % 2]) for number in range(_GROUPS)),
]
"""What is left out, and how the dossier is made. In one piece no change is installed that belongs to a part. In parts one
that saves time is left out by itself of a book with more in it (`test_parts_without_savings.py`), and a part is compiled and
edited without each of the others alone in `test_page_reuse.py`; here three are, of which none is the next of another."""

LEFT_OUT = ("02-montag", "03-dienstag", "06-freitag")
"""Chapters with nothing in them that WeasyPrint would not meet in the others."""
ANCHORS = (*LEFT_OUT, "kasten-normandie", "zahl-1654", "abb-jahre")
"""What was referred to in them."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier without some chapters, and in the others without paragraphs that are nothing but words: all but 30 of the
    11,000 lines of code that lay out the whole dossier run for it. Its earlier steps are kept from case to case."""
    root = copy_dossier(tmp_path_factory.mktemp("without-patches") / "dossier")
    for name in LEFT_OUT:
        (root / f"chapters/de/{name}.md").unlink()
    references = re.compile(rf"\[([^]]*)\]\(#({'|'.join(ANCHORS)})\)")
    for path in sorted(root.glob("chapters/de/*.md")):
        blocks = references.sub(r"\1", path.read_text(encoding="utf-8")).split("\n\n")
        kept = [one for one in blocks if not re.match("[A-Z]", one) or "[" in one or one.endswith(":::")]
        path.write_text("\n\n".join(kept), encoding="utf-8")
    return root


def built(root: Path, *without: str, single_pass: bool, edited: bool) -> list[bytes]:
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
def folder_with_all_patches(shared: Shared, root: Path) -> Path:
    """The folder of the PDFs with all changes: in parts before and after the edit, and in one piece."""

    def write(folder: Path) -> None:
        folder.mkdir()
        for mode in ("parts", "piece"):
            made = built(root, single_pass=mode == "piece", edited=mode == "parts")
            for number, data in enumerate(made):
                (folder / f"{mode}-{number}").write_bytes(data)

    return shared.folder("without-patches", write)


def test_each_is_left_out() -> None:
    assert {name for left_out, _ in CASES for name in left_out} == {
        name for name, kind in OPTIONAL.items() if kind is not Kind.SPEED or name in KINDS or _whole(name)
    }


def _whole(name: str) -> bool:
    return patches()[name].scope is not Scope.PART


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("left_out", "mode"), CASES, ids=lambda one: one if isinstance(one, str) else "+".join(one)
)
def test_the_dossier_is_built_and_edited(
    left_out: tuple[str, ...], mode: str, folder_with_all_patches: Path, root: Path
) -> None:
    single_pass, kinds = mode == "piece", {OPTIONAL[name] for name in left_out}
    made = built(
        root, *left_out, single_pass=single_pass, edited=KINDS.issuperset(left_out) and not single_pass
    )
    for number, data in enumerate(made):
        expected = folder_with_all_patches / f"{mode}-{number}"
        if kinds == {Kind.SPEED}:
            assert data == expected.read_bytes(), "it changes no byte"
            reuses = not single_pass and "page_reuse" in names(left_out)
            assert bool(cached_layouts._CACHED) == reuses, "the pages of a part that is edited are kept"
        else:
            with pikepdf.open(expected) as whole_file, pikepdf.open(BytesIO(data)) as file:
                assert abs(len(file.pages) - len(whole_file.pages)) < 6
