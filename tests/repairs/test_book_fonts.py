"""An import names the font for the writing of a text, and takes it if it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.html.installed_fonts import FontFolder
from bookbuilder.html.optional_fonts import optional_fonts
from bookbuilder.repairs.book_fonts import with_fonts
from bookbuilder.world import World
from tests.cases import book
from tests.unit.test_missing_glyphs import signs_font

TEXTS = {
    "zh": ("这是中国的书。", "Han", "zh"),
    "ja": ("これは本です。", "Hiragana", "ja"),
    "th": ("นี่คือหนังสือ", "Thai", "th"),
    "ko": ("이것은 책이다", "Hangul", "ko"),
    "hi": ("यह एक किताब है", "Devanagari", "hi"),
    "ta": ("இது ஒரு புத்தகம்", "Tamil", ""),
}


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("locale", TEXTS)
def test_the_font_for_a_writing_is_named(locale: str, tmp_path: Path) -> None:
    text, script, offered = TEXTS[locale]
    root = book.write(tmp_path, {f"chapters/{locale}/01-a.md": f"# One\n\nWords.\n\n{text}\n"})
    files, findings = files_of(root), Findings()
    assert with_fonts(World(root), files, findings, ()) == files
    (found, *_) = [one for one in findings.sorted() if script in one.message]
    assert found.code == "import.fontless" and str(found.span) == f"chapters/{locale}/01-a.md:5:1"
    assert f"fonts add {offered}" in found.hint if offered else f"put a font for {script}" in found.hint


def test_no_font_is_named_where_none_is_needed(tmp_path: Path) -> None:
    """Signs have stand-ins, and the fonts of the program have Latin, Greek and Cyrillic letters."""
    text = "# Eins\n\nŁódź, Ελλάδα, Київ, ŋ, ½, →, 😀, שלום, سلام.\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": text})
    findings = Findings()
    assert with_fonts(World(root), files_of(root), findings, ()) == files_of(root)
    assert findings.sorted() == ()


def test_an_installed_font_is_taken(tmp_path: Path) -> None:
    text = "这是中国的书。"
    root = book.write(tmp_path / "book", {"chapters/zh/01-a.md": f"# {text}\n\n{text}\n"})
    offer = next(one for one in optional_fonts(World(root)) if one.locales == ("zh",))
    fonts = tmp_path / "fonts/noto"
    fonts.mkdir(parents=True)
    for weight in (400, 700):
        data = signs_font(f" {offer.needs}{text}", "Noto Serif SC", weight)
        (fonts / f"NotoSerifSC-{weight}.ttf").write_bytes(data)
    findings = Findings()
    # Without the text of its licence it may not be passed on.
    assert with_fonts(World(root), files_of(root), findings, (FontFolder(str(fonts)),)) == files_of(root)
    (licence := tmp_path / "doc/copyright").parent.mkdir()
    licence.write_text("OFL\n", encoding="utf-8")
    findings = Findings()
    folders = (FontFolder("/no/such/folder"), FontFolder(str(fonts), str(licence)))
    files = with_fonts(World(root), files_of(root), findings, folders)
    assert {one.code for one in findings.sorted()} == {"import.font"}
    added = {path for path in files if path.startswith("fonts/")}
    names = ("NotoSerifSC-400.ttf", "NotoSerifSC-700.ttf", "OFL.txt")
    assert added == {"fonts/fonts.toml", *(f"fonts/noto-serif-sc/{name}" for name in names)}
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    wrong = [
        one for one in api.build(root, jobs=1, editions=["web"]).diagnostics if one.code == "glyph.missing"
    ]
    assert not [one for one in wrong if set(one.message) & set(text)]
