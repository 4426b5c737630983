"""The printer's cover of each theme: its barcode is read and touches nothing else, its spine reads downwards."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from bookbuilder import api
from tests.cases import book
from tests.theme.test_shipped_themes import THEMES, themed

pytestmark = pytest.mark.heavy

MM, THICK = 72 / 25.4, 12
"""In points: a millimetre, and half of a spine."""
ISBN = "978-3-16-148410-0"
TITLES = {"de": "Buch", "ar": "كتاب"}
NAME = "Erika Mustermann"
EDITION = f"""\
[imprint.isbn]
print = "{ISBN}"

[editions.print]
format = "pdf"
printer = "offset"
"""


def cover(root: Path, theme: str, locale: str) -> pypdfium2.PdfPage:
    """Return the cover of a book that is thick enough for words on its spine."""
    files = {
        f"chapters/{locale}/01-a.md": "# A\n\nEin Satz.\n",
        "printers/offset.toml": "[spine]\npage = 3\ncover = 1\ntext = 1\ntext_width = 1\n",
    }
    book.write(root, files, editions=EDITION)
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8").replace("date =", f'authors = ["{NAME}"]\ndate =')
    title = f'title = "{book.TITLES.get(locale, locale)}"'
    about = f'title = "{TITLES[locale]}"\ndescription = "{"Wovon es handelt. " * 12}"'
    settings.write_text(text.replace(title, about), encoding="utf-8")
    result = api.build(themed(root, theme), jobs=1)
    assert not result.failed, result.diagnostics
    (path,) = (one for one in result.files if one.name.endswith("cover.pdf"))
    return pypdfium2.PdfDocument(path)[0]


@pytest.mark.parametrize("locale", TITLES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_barcode_and_the_spine_can_be_read(theme: str, locale: str, tmp_path: Path) -> None:
    page = cover(tmp_path, theme, locale)
    picture = page.render(scale=3).to_pil().convert("RGB")
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == ISBN.replace("-", "")
    # White around it, and below that the ground of the cover: it lies on no frame and no name.
    left, right = code.position.top_left.x, code.position.top_right.x
    middle, row = (left + right) // 2, (code.position.top_left.y + code.position.bottom_left.y) // 2
    assert {picture.getpixel((x, row)) for x in (left - 8, left - 16, right + 8)} == {(255, 255, 255)}
    below = [picture.getpixel((middle, y)) for y in range(code.position.bottom_left.y, picture.height)]
    while below[0] != below[3] or below[0] == (255, 255, 255) or below[0] == (0, 0, 0):
        below.pop(0)
    assert len(set(below[: round(2 * MM * 3)])) == 1
    # The words of the spine begin at its head, with the author.
    text = page.get_textpage()
    left, bottom, right, top = page.get_trimbox()
    middle = (left + right) / 2
    spine = {
        text.get_text_range(n, 1): box
        for n in range(text.count_chars())
        for box in [text.get_charbox(n)]
        if abs((box[0] + box[2]) / 2 - middle) < THICK
    }
    assert {*"ErikaMustermann"} <= spine.keys()
    head = max(box[3] for box in spine.values())
    assert head > bottom + (top - bottom) * 0.85
    assert max(spine, key=lambda sign: spine[sign][3]) in NAME
    # The letters of a name run from left to right in any line: down in one that begins at the left, up in an Arabic one.
    assert (spine["E"][1] > spine["M"][1]) == (locale == "de")
