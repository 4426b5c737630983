"""Pages of any size, in type of any size, have no fault in families of Debian that differ in what fonts can."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.interop.test_foreign_fonts import FACES, FAMILIES, file_of
from tests.theme.test_every_size import FAULTS, LETTER, SIZES, TRIMS, page_theme, told


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


def page_of(family: str) -> tuple[tuple[int, int], float, float, float, int]:
    """Return trim, size, leading and note (`PAGES`) of the pages of a family, drawn so that each trim has two families and
    sizes take turns; and the width of a margin. 30 letters fit on a line: these letters are wider than ours."""
    number, dice = [*FAMILIES].index(family), Random(family)
    trim = TRIMS[number % len(TRIMS)]
    margin = max(8, trim[0] // dice.choice([8, 10, 14]))
    fitting = [size for size in SIZES if (trim[0] - 2 * margin) / (LETTER * size) > 30]
    size = fitting[-1 - number // len(TRIMS) * dice.randrange(len(fitting))]
    return trim, size, dice.choice([1.1, 1.2, 1.3, 1.5, 1.8]), dice.choice([0.6, 0.8, 1.0]), margin


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_debian_in_every_size(family: str) -> None:
    trim, size, leading, note, margin = page_of(family)
    files, font = family_files(family)
    theme = page_theme(trim, margin, size, leading, note) + font
    with TemporaryDirectory() as folder:
        found = [str(one) for one in told(Path(folder), theme, files) if one.code in FAULTS]
    assert not found
