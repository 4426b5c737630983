"""The commands about themes: list, new, check, and where a setting comes from."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from bookbuilder.cli import main
from tests.cases import book
from tests.cases.case import ROOT

FILES: dict[str, str | bytes] = {
    "chapters/de/01-a.md": "# A\n\nEin Satz.\n",
    "styles/house/theme.toml": '# Berichte des Hauses.\n\n[page]\nwidth = "120mm"\n',
    "styles/street/theme.toml": 'extends = "house"\n[color]\naccent = "#7a1c10"\n',
    "brand.toml": '[color]\naccent = "#0b5d4c"\n',
}

Run = Any


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a book with two themes and a brand; its exit code, output and messages."""
    settings = book.settings(["de"]).replace("date", 'theme = "street"\ndate', 1)
    root = book.write(tmp_path, {"book.toml": settings, **FILES})

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words[:2], "--book", str(root), *words[2:]])
        out, err = (text.replace(f"{root}/", "") for text in capsys.readouterr())
        return code, out, err

    return run


def test_themes_are_listed_with_what_they_are_for(run: Run) -> None:
    code, text, _ = run("theme", "list")
    assert code == 0
    lines = text.splitlines()
    house = next(line for line in lines if line.startswith("  house"))
    assert house == "  house    Berichte des Hauses."
    assert lines[lines.index(house) + 1].strip() == "extends dossier; settings in styles/house/theme.toml"
    assert "* street" in lines
    rows = {row["name"]: row for row in json.loads(run("theme", "list", "--json")[1])}
    assert rows["street"]["extends"] == "house" and rows["street"]["of_book"]
    assert rows["dossier"]["program"] and rows["dossier"]["summary"]


def test_a_theme_in_a_circle_is_listed_with_its_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "styles/house/theme.toml").write_text('extends = "street"\n')
    code, text, _ = run("theme", "list")
    assert code == 0 and "which extends it" in text


def test_a_new_theme_is_a_whole_one_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    assert run("theme", "new", "paper-a5", "--extends", "house")[0] == 0
    written = (tmp_path / "styles/paper-a5/theme.toml").read_text()
    assert '# width = "120mm"' in written and '# accent = "#0b5d4c"' in written
    assert run("theme", "check", "paper-a5")[0] == 0
    uncommented = "\n".join(
        line.removeprefix("# ") if " = " in line else line for line in written.splitlines()
    )
    (tmp_path / "styles/paper-a5/theme.toml").write_text(uncommented)
    assert run("theme", "check", "paper-a5", "--strict")[0] == 0, (
        "every setting that is offered can be written"
    )
    for name in ("paper-a5", "dossier"):
        code, _, err = run("theme", "new", name)
        assert code == 1 and "[theme.there]" in err
    assert (tmp_path / "styles/paper-a5/theme.toml").read_text() == uncommented


@pytest.mark.parametrize("name", ["Haus", "häuser", "../x", "", "a/b", "-a", ".a", "a" * 70])
def test_a_name_that_is_no_folder_is_refused(name: str, run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    code, _, err = run("theme", "new", "--extends", "house", "--", name)
    assert code == 1 and "[theme.name]" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_theme_that_extends_what_there_is_not_is_not_written(run: Run, tmp_path: Path) -> None:
    code, _, err = run("theme", "new", "x", "--extends", "dosier")
    assert code == 1 and '[theme.unknown]\n  hint: did you mean "dossier"?' in err
    assert not (tmp_path / "styles/x").exists()


def test_the_theme_of_the_program_has_nothing_to_mend(run: Run) -> None:
    code, _, err = run("theme", "check", "dossier", "--strict")
    assert code == 0, err


WRONG = {
    '[page]\nwidth = "110"': ("2:1", "theme.value"),
    '[color]\naccent = "grün"': ("2:1", "theme.value"),
    '[color]\nakzent = "teal"': ("2:1", "theme.token"),
    '[code]\nkeyword = "#aaaaaa"': ("2:1", "theme.pair"),
    '[code.ebook]\nname = "#000000"': ("2:1", "theme.pair"),
    '[chart]\nsecond = "#083651"': ("2:1", "theme.pair"),
    '[chart.dark]\nfirst = "#12181d"': ("2:1", "theme.pair"),
    '[map.dark]\nink = "#3a3934"': ("2:1", "theme.pair"),
    '[cover]\naccent = "#16242e"': ("2:1", "theme.pair"),
    '[web.sepia]\nmuted = "#a0a0a0"': ("2:1", "theme.contrast"),
    '[reading.large.color]\nmuted = "#a0a0a0"': ("2:1", "theme.contrast"),
    'extends = "street"': ("1:1", "theme.extends"),
    "[page": ("1:6", "theme.syntax"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.items(), ids=lambda value: str(value)[:30])
def test_what_is_wrong_is_told_at_its_line(
    text: str, expected: tuple[str, str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "styles/street/theme.toml").write_text(f"{text}\n")
    _, text, _ = run("theme", "check", "--json")
    found = json.loads(text)["diagnostics"]
    assert found and {one["path"] for one in found} == {"styles/street/theme.toml"}
    assert (f"{found[0]['line']}:{found[0]['column']}", found[0]["code"]) == expected
    assert all(one["hint"] for one in found if one["code"] in ("theme.value", "theme.contrast", "theme.pair"))


def poor_font() -> bytes:
    """Return a font without features and hyphen, whose figures have two widths."""
    font = TTFont(ROOT / "fonts/alegreya/Alegreya-Regular.ttf", recalcTimestamp=False)
    del font["GSUB"]
    for table in font["cmap"].tables:
        table.cmap.pop(0x2010, None)
    one = font.getBestCmap()[ord("1")]
    width, bearing = font["hmtx"][one]
    font["hmtx"][one] = (width - 40, bearing)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def test_a_font_without_what_the_sheets_ask_for_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fonts/haus").mkdir(parents=True)
    (tmp_path / "fonts/haus/Haus.ttf").write_bytes(poor_font())
    (tmp_path / "fonts/fonts.toml").write_text(
        '[haus]\nname = "Haus"\nfaces = [{ file = "Haus.ttf", weight = 400, style = "normal" }]\n'
    )
    (tmp_path / "styles/street/theme.toml").write_text('[font]\ntext = "Haus"\nsans = "Haus"\n')
    found = json.loads(run("theme", "check", "--json")[1])["diagnostics"]
    both = {"theme.italic", "theme.bold", "theme.hyphen"}
    assert {one["code"] for one in found if one["line"] == 2} == both | {"theme.capitals", "theme.oldstyle"}
    assert {one["code"] for one in found if one["line"] == 3} == both | {"theme.numerals"}


def test_letters_that_the_fonts_lack_are_told(run: Run, tmp_path: Path) -> None:
    settings = (tmp_path / "book.toml").read_text()
    (tmp_path / "book.toml").write_text(f'{settings}\n[locales.ka]\ntitle = "x"\n')
    found = json.loads(run("theme", "check", "--json")[1])["diagnostics"]
    assert {one["code"] for one in found} == {"theme.letters"}
    assert "Georgian" in found[0]["message"]


def test_a_setting_says_where_it_comes_from(run: Run, tmp_path: Path) -> None:
    _, text, _ = run("explain-key", "color.accent")
    assert text.splitlines() == [
        'color.accent = "#7a1c10"',
        "  styles/street/theme.toml:3:1",
        '  instead of "#0b5d4c", brand.toml:2:1',
        next(
            line
            for line in text.splitlines()
            if line.startswith('  instead of "#9b2d1f", bookbuilder:styles')
        ),
    ]
    _, text, _ = run("explain-key", "page.width")
    assert text.startswith(
        'page.width = "120mm"\n  styles/house/theme.toml:4:1\n  instead of "148mm", bookbuilder:'
    )
    (row,) = json.loads(run("explain-key", "color.accent", "--json")[1])
    assert row["overrides"]["overrides"]["value"] == "#9b2d1f"
    code, _, err = run("explain-key", "page.widht")
    assert code == 2 and 'did you mean "page.width"?' in err
    (tmp_path / "brand.toml").write_text('[color]\naccent = "grün"\n')
    code, _, err = run("explain-key", "page.width")
    assert code == 1 and "brand.toml:2:1: error: color.accent cannot be 'grün' [brand.value]" in err
