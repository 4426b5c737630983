"""Pages of any size, in type of any size, have no fault in families of Debian that differ in what fonts can."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings

from tests.interop.test_foreign_fonts import FACES, FAMILIES, file_of
from tests.theme.test_every_size import FAULTS, LETTER, PAGES, page_theme, told


def family_files(family: str) -> tuple[dict[str, str | bytes], str]:
    """Return the files of a family for the folder `fonts`, and the tokens that set a book in it."""
    package, names, suffix = FAMILIES[family]
    files: dict[str, str | bytes] = {"fonts/stranger/OFL.txt": "As the package says.\n"}
    rows = []
    for name, (weight, style) in zip(names.split(), FACES, strict=False):
        if name == "-":
            continue
        path = file_of(package, f"{name}.{suffix}")
        files[f"fonts/stranger/{path.name}"] = path.read_bytes()
        rows.append(f'{{ file = "{path.name}", weight = {weight}, style = "{style}" }}')
    files["fonts/fonts.toml"] = f'[stranger]\nname = "{family}"\nfaces = [{", ".join(rows)}]\n'
    roles = "".join(f'{role} = "{family}"\n' for role in ("text", "heading", "sans"))
    return files, f"[font]\n{roles}"


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=3)
@given(*PAGES)
def test_a_family_of_debian_in_every_size(
    family: str, trim: tuple[int, int], size: float, leading: float, note: float, margins: int
) -> None:
    margin = max(8, trim[0] // margins)
    assume((trim[0] - 2 * margin) / (LETTER * size) > 30)  # these letters are wider than ours
    files, font = family_files(family)
    theme = page_theme(trim, margin, size, leading, note) + font
    with TemporaryDirectory() as folder:
        found = [str(one) for one in told(Path(folder), theme, files) if one.code in FAULTS]
    assert not found
