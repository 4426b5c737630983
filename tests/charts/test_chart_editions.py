"""Charts in all editions: what is drawn, what is said, what is attached."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bookbuilder import api
from tests.cases import book
from tests.charts.drawn_pages import drawings

CHAPTER = """\
# Hilfe

::: chart {#hilfe kind=column src=/data/hilfe.csv}
Hilfe nach Monaten.
:::

Noch eines, in [](#hilfe) steht das erste.

::: chart {kind=line alt="Eine Linie"}
| Tag        | Zahl |
|------------|-----:|
| 2022-01-17 |   10 |
| 2022-01-24 |   20 |

Nach Tagen.
:::
"""
DATA = "Monat;Summe\nJanuar;200.000.000 USD\nFebruar;317.000.000 USD\n"
SAID = (
    "Säulendiagramm. Summe: am meisten 317\u00a0Millionen Dollar (Februar),"
    " am wenigsten 200\u00a0Millionen Dollar (Januar)."
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("charts")
    files = {"book.toml": book.settings(["de"]), "chapters/de/01-a.md": CHAPTER, "data/hilfe.csv": DATA}
    book.write(root, files)
    result = api.build(root, jobs=1)
    assert not result.failed, [str(one) for one in result.diagnostics]
    return root / "output"


@pytest.mark.heavy
def test_the_web_has_two_drawings_and_a_table(built: Path) -> None:
    page = next(built.glob("*.de/01-a.html")).read_text(encoding="utf-8")
    assert len(drawings(page)) == 4
    assert f'<div class="chart" role="img" aria-label="{SAID}">' in page
    assert '<div class="chart" role="img" aria-label="Eine Linie">' in page
    assert all(">317<" in drawing and "Millionen US-Dollar" in drawing for drawing in drawings(page)[:2])
    assert page.count("<summary>Die Daten als Tabelle</summary>") == 2
    assert '<data value="317000000 USD">317.000.000\u00a0$</data>' in page.replace("&#160;", "\u00a0")
    sizes = [
        float(size)
        for drawing in drawings(page)[1::2]
        for size in re.findall(r'font-size="([\d.]+)"', drawing)
    ]
    assert min(sizes) * 280 / 340 >= 11, "on a phone of 320 pixels"


@pytest.mark.heavy
def test_the_e_book_declares_its_drawings(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.epub"))) as archive:
        names = archive.namelist()
        text = next(archive.read(name).decode() for name in names if name.endswith("c-01-a.xhtml"))
        package = next(archive.read(name).decode() for name in names if name.endswith(".opf"))
    assert len(drawings(text)) == 4
    assert re.search(
        r'href="text/c-01-a.xhtml"[^>]*properties="svg"|properties="svg"[^>]*href="text/c-01-a.xhtml"',
        package,
    )


@pytest.mark.heavy
def test_print_says_and_carries_its_charts(built: Path) -> None:
    with pikepdf.open(next(built.glob("*.pdf"))) as pdf:
        alts = [
            str(one["/Alt"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
        files = {name: one.get_file().read_bytes().decode() for name, one in pdf.attachments.items()}
        named = {
            str(one["/Alt"]): [(str(file["/UF"]), str(file["/AFRelationship"])) for file in one["/AF"]]
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/AF" in one
        }
    assert SAID in alts and "Eine Linie" in alts
    assert set(named) == {SAID, "Eine Linie"}
    assert named[SAID] == [("hilfe.csv", "/Data")]
    assert files["hilfe.csv"] == "\ufeffMonat,Summe (USD)\r\nJanuar,200000000\r\nFebruar,317000000\r\n"
    assert "\ufeffTag,Zahl\r\n2022-01-17,10\r\n2022-01-24,20\r\n" in files.values()


@pytest.mark.heavy
def test_figures_of_print_stand_on_the_line(built: Path) -> None:
    """In the words of a drawing, whose letters WeasyPrint sets one by one: oldstyle figures, without kerning."""
    document = pypdfium2.PdfDocument(next(built.glob("*.pdf")))
    boxes = {}
    for page in document:
        text = page.get_textpage()
        shown = text.get_text_range()
        if (start := shown.find("317")) >= 0:
            boxes = {shown[start + index]: text.get_charbox(start + index) for index in range(3)}
    assert len({round(bottom, 0) for _, bottom, _, _ in boxes.values()}) == 1, "3 and 7 have no descenders"
    assert len(boxes) == 3


@pytest.mark.heavy
def test_type_that_is_hardly_read_is_told(tmp_path: Path) -> None:
    name = "Ein sehr langer Name eines Landes, der in keine Zeile passt, auch nicht in zwei, und der immer weiter geht"
    rows = "".join(f"| {name} {number} | {number} |\n" for number in range(30))
    chapter = f"# A\n\n::: chart {{kind=bar}}\n| Land | Zahl |\n|---|---|\n{rows}\nViel.\n:::\n"
    files = {"book.toml": book.settings(["de"]), "chapters/de/01-a.md": chapter}
    book.write(tmp_path, files)
    result = api.build(tmp_path, editions=["pdf"], jobs=1)
    assert [one.span.line for one in result.diagnostics if one.code == "chart.small"] == [3]


@pytest.mark.heavy
def test_the_same_bytes_come_out(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "elsewhere"
    book.write(
        root,
        {
            "book.toml": (built.parent / "book.toml").read_text(),
            "chapters/de/01-a.md": CHAPTER,
            "data/hilfe.csv": DATA,
        },
    )
    api.build(root, jobs=2)
    again = next((root / "output").glob("*.de/01-a.html")).read_bytes()
    assert again == next(built.glob("*.de/01-a.html")).read_bytes()
    assert next((root / "output").glob("*.pdf")).read_bytes() == next(built.glob("*.pdf")).read_bytes()


TURNED = """\
# {title}

::: chart {{#hilfe kind=column landscape}}
| Land | Zahl |
|------|-----:|
| A    |   20 |
| B    |   30 |

{caption}
:::
"""


@pytest.mark.heavy
def test_turned_charts_of_two_languages_have_a_page_each(tmp_path: Path) -> None:
    words = {"de": ("Hilfe", "Quer."), "en": ("Aid", "Turned.")}
    files = {
        f"chapters/{name}/01-a.md": TURNED.format(title=title, caption=caption)
        for name, (title, caption) in words.items()
    }
    book.write(tmp_path, files, editions='[editions.beside]\nformat = "pdf"\nlocales = ["en", "de"]\n')
    result = api.build(tmp_path, jobs=1)
    assert not result.failed, [str(one) for one in result.diagnostics]
    pages = pypdfium2.PdfDocument(next((tmp_path / "output").glob("*.pdf")))
    texts = [page.get_textpage().get_text_range() for page in pages]
    (own,), (other,) = (
        [number for number, text in enumerate(texts) if caption in text] for _, caption in words.values()
    )
    assert other + 1 == own


PDFS = """\
[editions.read]
format = "pdf"
[editions.bare]
format = "pdf"
attachments = []
[editions.press]
format = "pdf"
printer = "offset"
"""


@pytest.mark.heavy
def test_a_printer_gets_no_data(tmp_path: Path) -> None:
    book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, "data/hilfe.csv": DATA}, editions=PDFS)
    result = api.build(tmp_path, jobs=1)
    assert not result.failed, [str(one) for one in result.diagnostics]
    counts = {}
    for path in (tmp_path / "output").glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            figures = [
                one
                for one in pdf.objects
                if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/AF" in one
            ]
            counts[path.name.split(".")[-2]] = len(pdf.attachments), len(figures)
    assert counts["bare"] == counts["press"] == (0, 0)
    assert counts["read"] == (2, 2)
