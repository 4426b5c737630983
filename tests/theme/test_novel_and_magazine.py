"""The themes `novel` and `magazine`: how a chapter opens, what stands above the text, pictures at the edges."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from bookbuilder import api
from tests.cases import book
from tests.theme.page import MM, Sheet

TEXT = (
    "der Stadt lag der Schnee so hoch, dass niemand mehr die Straße von den Gärten unterscheiden konnte, und die Kinder"
    " gingen auf den Mauern zur Schule. "
) * 3


def photograph() -> bytes:
    """Return a picture in one colour."""
    written = BytesIO()
    Image.new("RGB", (400, 150), (20, 160, 60)).save(written, "JPEG")
    return written.getvalue()


def pages(root: Path, theme: str, chapter: str, settings: str = "", **files: str) -> Sheet:
    """Return the pages of a book with one chapter in a theme; nothing may be reported."""
    book.write(root, {"chapters/de/01-a.md": chapter, "chapters/de/p.jpg": photograph(), **files})
    path = root / "book.toml"
    named = path.read_text(encoding="utf-8").replace("[book]\n", f'[book]\ntheme = "{theme}"\n{settings}', 1)
    path.write_text(named, encoding="utf-8")
    result = api.build(root, editions=["pdf"], jobs=1)
    assert [str(one) for one in result.diagnostics if one.code not in book.FULLNESS] == []
    (pdf,) = (one for one in result.files if one.suffix == ".pdf")
    return Sheet(pdf)


def opening_page(sheet: Sheet) -> int:
    """Return the page on which the text begins."""
    return next(n for n in range(1, len(sheet) + 1) if "Straße" in sheet.text(n))


@pytest.mark.parametrize("quote", ["", "„"])
@pytest.mark.parametrize("font", ["EB Garamond", "Alegreya", "Source Code Pro"])
def test_a_large_letter_stands_on_the_third_baseline(font: str, quote: str, tmp_path: Path) -> None:
    tokens = f'[font]\ntext = "{font}"\n[text]\nhyphens = "manual"\n'
    sheet = pages(tmp_path, "novel", f"# A\n\n{quote}Hinter {TEXT}\n", **{"styles/novel/theme.toml": tokens})
    page = opening_page(sheet)
    (title,) = sheet.baselines(page, 20)
    lines = sorted({round(one, 1) for one in sheet.baselines(page, 11.2) if one > title})
    large = [(round(size, 1), round(baseline, 1)) for size, baseline in sheet.texts(page) if size > 40]
    assert len(large) == 1
    assert abs(large[0][1] - lines[2]) < 0.6
    assert lines[3] - lines[2] == pytest.approx(13.6, abs=0.2)  # nothing is pushed apart


def write_magazine(root: Path, chapters: dict[str, str]) -> None:
    """Write a book in the theme of magazines."""
    book.write(root, chapters)
    path = root / "book.toml"
    named = path.read_text(encoding="utf-8").replace("[book]\n", '[book]\ntheme = "magazine"\n', 1)
    path.write_text(named, encoding="utf-8")


def test_a_kicker_on_the_web_begins_with_its_words(tmp_path: Path, chromium: Browser) -> None:
    """The number before it is not shown, nor what parts it from that; without another word there is no line."""
    text = "Text.\n"
    write_magazine(
        tmp_path,
        {
            "chapters/de/01-a.md": f"---\ntitle: A\nkind: analysis\n---\n\n{text}",
            "chapters/de/02-b.md": f"---\ntitle: B\nkind: day\ndate: 2022-01-17\nplace: Kiew\n---\n\n{text}",
            "chapters/de/03-c.md": f"# C\n\n{text}",
        },
    )
    assert not api.build(tmp_path, editions=["web"], jobs=1).failed
    page = chromium.new_page()
    shown = """all => all.map(line => [...line.querySelectorAll(":scope > *")].filter(one => one.offsetWidth).map(one => {
        const before = getComputedStyle(one, "::before");
        return (before.display == "none" || before.content == "none" ? "" : "·") + one.innerText;
    }))"""
    said = []
    for name in ("01-a", "02-b", "03-c"):
        page.goto(next(tmp_path.glob(f"output/*/{name}.html")).as_uri())
        said += page.eval_on_selector_all(".opening .dateline", shown)
    page.close()
    assert said[0] == ["Analyse"]
    assert [one[0] for one in said[1]] == ["M", "·"] and said[1][1] == "·Kiew"
    assert said[2:] == [[]]


def test_a_chapter_of_a_kind_says_it_without_its_number(tmp_path: Path, chromium: Browser) -> None:
    """In print and in e-books, as on the web (above): a magazine has no numbers of chapters."""
    text = f"Hinter {TEXT}\n"
    write_magazine(
        tmp_path,
        {
            "chapters/de/01-a.md": f"---\ntitle: Alpha\nkind: analysis\n---\n\n{text}",
            "chapters/de/02-b.md": f"---\ntitle: Beta\nkind: outlook\n---\n\n{text}",
            "chapters/de/03-c.md": f"# Gamma\n\n{text}",
        },
    )
    result = api.build(tmp_path, editions=["pdf", "epub"], jobs=1)
    assert not result.failed
    kinds = {"Alpha": "Analyse", "Beta": "Ausblick", "Gamma": ""}

    sheet = Sheet(next(one for one in result.files if one.suffix == ".pdf"))
    above: dict[str, str] = {}
    for number in range(1, len(sheet) + 1):
        words = sheet.words[number - 1]
        for head in (one for one in words if one.text in kinds and one.bottom - one.top > 30):
            above[head.text] = "".join(
                one.text.casefold() for one in words if head.top - 60 < one.top and one.bottom <= head.top + 5
            )
    assert above == {title: kind.casefold() for title, kind in kinds.items()}

    with zipfile.ZipFile(next(one for one in result.files if one.suffix == ".epub")) as archive:
        archive.extractall(tmp_path / "opened")
    page = chromium.new_page()
    said: dict[str, str] = {}
    for title, name in zip(kinds, ("01-a", "02-b", "03-c"), strict=True):
        (chapter,) = (tmp_path / "opened").rglob(f"*{name}.xhtml")
        page.goto(chapter.as_uri())
        shown = page.eval_on_selector_all(
            ".opening > p", "all => all.map(one => one.offsetWidth ? one.innerText.trim() : '')"
        )
        said[title] = "".join(shown).casefold()
    page.close()
    assert said == {title: kind.casefold() for title, kind in kinds.items()}


def test_author_and_title_stand_above_the_text(tmp_path: Path) -> None:
    authors = 'authors = [{ name = "Erika Beispiel" }]\n'
    sheet = pages(tmp_path, "novel", f"# Schnee\n\nHinter {TEXT * 30}\n", authors)
    first = opening_page(sheet)
    heads = [sheet.between(page, 0, 20) for page in range(first, first + 3)]
    assert heads[0] == ""  # a page on which a chapter opens has none
    assert "beispiel" in " ".join(heads).casefold()


@pytest.mark.parametrize("theme", ["dossier", "novel", "magazine"])
def test_a_kicker_stands_above_the_title(theme: str, tmp_path: Path) -> None:
    sheet = pages(tmp_path, theme, f"---\ntitle: Winterreise\nkicker: Wetter\n---\n\nHinter {TEXT}\n")
    words = {one.text.casefold(): one for one in sheet.words[opening_page(sheet) - 1]}
    assert words["wetter"].bottom <= words["winterreise"].bottom
    assert words["wetter"].top < words["winterreise"].top


@pytest.mark.parametrize("theme", ["dossier", "novel", "magazine"])
@pytest.mark.parametrize(
    "picture", ["![P](p.jpg){width=page}", "::: figure {width=page}\n![P](p.jpg)\n\nSchnee.\n:::"]
)
def test_a_picture_reaches_both_edges(theme: str, picture: str, tmp_path: Path) -> None:
    sheet = pages(tmp_path, theme, f"# A\n\nHinter {TEXT}\n\n{picture}\n\nHinter {TEXT}\n")
    places = [
        n
        for n in range(1, len(sheet) + 1)
        if _is_green(sheet, n, 0.002) and _is_green(sheet, n, 0.5) and _is_green(sheet, n, 0.998)
    ]
    assert len(places) == 1
    # What stands around it keeps to the measure.
    assert all(
        word.left > 10 * MM and word.right < (sheet.size(places[0])[0] - 10) * MM
        for word in sheet.words[places[0] - 1]
    )


def _is_green(sheet: Sheet, page: int, across: float) -> bool:
    """Whether the picture is anywhere in a vertical line of a page."""
    image = sheet.document[page - 1].render(scale=1).to_pil().convert("RGB")
    x = min(int(across * image.width), image.width - 1)
    colours = (image.getpixel((x, y)) for y in range(0, image.height, 4))
    return any(r < 60 and abs(g - 160) < 30 and b < 100 for r, g, b in colours)


def test_three_columns(tmp_path: Path) -> None:
    tokens = {"styles/magazine/theme.toml": '[page]\ncolumns = "3"\n[chapter]\ninitial = "0"\n'}
    sheet = pages(tmp_path, "magazine", f"# A\n\nHinter {TEXT * 4}\n", **tokens)
    starts = {round(word.left / MM) for word in sheet.words[opening_page(sheet) - 1]}
    width = sheet.size(1)[0]
    for column in range(3):
        left = 20 + column * (width - 36 + 6) / 3
        assert any(abs(start - left) <= 1.5 for start in starts), (column, left)
