"""Maps in all editions: what is drawn, what is said, what is attached; and what a book without one does not load."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.maps.draw_map import DrawnMap, draw_map
from bookbuilder.translate.chapter_blocks import blocks
from tests.cases import book
from tests.cases.case import ROOT
from tests.charts.drawn_pages import drawings

CHAPTER = """\
# Reise

::: map {#reise region=Osteuropa places="geneva kyiv" route="berlin kyiv"}
Wohin die Reise ging.
:::

::: map {#hilfe region=Europa inset=world}
| Land    | Summe   |
|---------|--------:|
| Polen   | 200 EUR |
| Ukraine | 317 EUR |

Hilfe.
:::
"""
NAMES = '[places]\ngeneva = { de = "Genf", at = "46.20 N, 6.14 E" }\n'
SAID = "Karte: Osteuropa. Orte: Genf. Route: Berlin – Kiew."
BORDERS = "Grenzen: Natural Earth in der Fassung von Visionscarto"


def written(root: Path) -> None:
    settings = book.settings(["de"]) + '\n[print]\nattachments = ["charts"]\n'
    book.write(root, {"book.toml": settings, "chapters/de/01-a.md": CHAPTER, "names.toml": NAMES})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("maps")
    written(root)
    result = api.build(root, jobs=1)
    assert not result.failed, [str(one) for one in result.diagnostics]
    return root / "output"


@pytest.mark.heavy
def test_the_web_has_two_drawings_and_a_table(built: Path) -> None:
    page = next(built.glob("*.de/01-a.html")).read_text(encoding="utf-8")
    assert len(drawings(page)) == 4
    assert f'<div class="map" role="img" aria-label="{SAID}">' in page
    assert page.count(BORDERS) == 2
    assert all(">Kiew<" in one and ">Genf<" in one and ">500" in one for one in drawings(page)[:2])
    assert all(">keine Angabe<" in one for one in drawings(page)[2:])
    assert re.search(r"Genf</td>\s*<td[^>]*>46,20° N, 6,14° O</td>", page)


@pytest.mark.heavy
def test_the_e_book_has_both_maps(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.epub"))) as archive:
        text = next(
            archive.read(name).decode("utf-8-sig")
            for name in archive.namelist()
            if name.endswith("c-01-a.xhtml")
        )
    assert len(drawings(text)) == 4
    assert "var(" not in "".join(drawings(text))


@pytest.mark.heavy
def test_print_says_and_carries_its_maps(built: Path) -> None:
    with pikepdf.open(next(built.glob("*.pdf"))) as pdf:
        alts = [
            str(one["/Alt"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
        files = {
            name: one.get_file().read_bytes().decode("utf-8-sig") for name, one in pdf.attachments.items()
        }
    assert SAID in alts
    assert files["hilfe.csv"] == "Land,Summe (EUR)\r\nPolen,200\r\nUkraine,317\r\n"
    assert files["reise.csv"].splitlines()[1].startswith("Genf,")


@pytest.mark.heavy
def test_a_map_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    counted = []
    draw = draw_map

    def drawn(*given: Any) -> DrawnMap:
        counted.append(given)
        return draw(*given)

    monkeypatch.setattr("bookbuilder.maps.draw_map.draw_map", drawn)
    api.build(tmp_path, editions=["web"], jobs=1)
    assert len(counted) == 4
    chapter = tmp_path / "chapters/de/01-a.md"
    chapter.write_text(f"{CHAPTER}\nEin neuer Satz.\n", encoding="utf-8")
    api.build(tmp_path, editions=["web"], jobs=1)
    assert len(counted) == 4


def test_what_a_map_does_not_print_is_told_where_it_is_written(tmp_path: Path) -> None:
    name = ("Ein Ort mit einem Namen ohne Ende " * 6)[:200].strip()
    chapter = (
        '# A\n\n::: map {bounds="44 N, 2 E; 53 N, 21 E" places="geneva tokyo" route="berlin geneva" names="'
        + "Reise " * 200
        + '"}\nHier.\n:::\n'
    )
    files = {
        "book.toml": book.settings(["de"]),
        "chapters/de/01-a.md": chapter,
        "names.toml": NAMES.replace("Genf", name),
    }
    book.write(tmp_path, files)
    found = api.build(tmp_path, editions=["web"], jobs=1).diagnostics
    outside = next(one for one in found if one.code == "map.outside")
    assert (outside.span.line, outside.span.column) == (3, chapter.split("\n")[2].index("tokyo") + 1)
    rooms = [one for one in found if one.code == "map.room"]
    told = {(one.span.column, one.message.rpartition(" map ")[2]) for one in rooms}
    at = chapter.split("\n")[2].index("geneva") + 1
    assert told == {(1, "on screens"), (1, "on phones"), (at, "on phones")}


def test_a_book_without_a_map_loads_nothing_for_one(tmp_path: Path) -> None:
    book.write(tmp_path, {"book.toml": book.settings(["de"]), "chapters/de/01-a.md": "# A\n\nEin Satz.\n"})
    program = (
        "import sys; from pathlib import Path; from bookbuilder import api;"
        f"api.build(Path({str(tmp_path)!r}), editions=['web'], jobs=1);"
        "print(sorted(name for name in sys.modules if name.startswith('bookbuilder.maps')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip().endswith("[]")


def test_places_and_numbers_are_no_units_of_translation() -> None:
    found = [block for block in blocks(CHAPTER, "01-a.md") if not block.locked]
    words = " | ".join(block.text for block in found)
    assert "Wohin die Reise ging." in words
    assert "kyiv" not in words
    assert "317" not in words
