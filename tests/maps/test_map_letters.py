"""Letters that no font of a book has are reported in maps and charts, even where no text of a chapter has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book

MAP = """\
# A

::: map {region=GE alt="Karte." places="tb"}
| Land | Summe |
|---|---:|
| Polen | 12 |

X.
:::
"""
CHART = """\
# A

::: chart {kind=line note="漢" at=2022-01-03}
| Tag | Summe |
|---|---:|
| 2022-01-01 | 12 |
| 2022-01-03 | 12 |

X.
:::
"""
NAMES = '[places]\ntb = { de = "თ", at = "41.7 N, 44.8 E" }\n'


@pytest.mark.parametrize(("chapter", "letter"), [(MAP, "თ"), (CHART, "漢")])
def test_a_drawing_has_only_letters_of_the_fonts(chapter: str, letter: str, tmp_path: Path) -> None:
    files = {"book.toml": book.settings(["de"]), "chapters/de/01-a.md": chapter, "names.toml": NAMES}
    book.write(tmp_path, files)
    found = api.build(tmp_path, editions=["web"], jobs=1).diagnostics
    (told,) = [one for one in found if one.code == "glyph.drawing"]
    assert letter in told.message
    assert told.span.line == 3
