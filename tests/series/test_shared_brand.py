"""The books of a series share one brand: its file lies beside series.toml, its logos in `logo/` there."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import Theme, theme
from bookbuilder.world import World
from tests.cases import book

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="#0b5d4c"/></svg>'
BRAND = """\
[brand]
name = "Musterverlag"

[logo]
medium = "logo/sign.svg"

[color]
accent = "#0b5d4c"

[fonts.house]
name = "House Sans"
licence = "OFL-1.1"
faces = [{ file = "House.ttf", weight = 400, style = "normal" }]
folder = "house"

[font]
sans = "House Sans"
"""
QUARTO = """\
logo: logos/sign.svg
color:
  primary: "#123456"
"""
FONT = Path(__file__).parents[2] / "fonts/alegreya-sans/AlegreyaSans-Regular.ttf"


def issue(folder: Path, **files: str) -> Path:
    """Write a series with a brand and one book, and return the folder of the book. `files` are those of the series, with
    `__` for a slash and `_dot_` for a point."""
    shared = {"series.toml": "", "brand.toml": BRAND, "logo/sign.svg": LOGO}
    shared |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    for name, text in shared.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "fonts/house").mkdir(parents=True)
    shutil.copy(FONT, folder / "fonts/house/House.ttf")
    return book.write(folder / "heft", {"chapters/de/01-a.md": "# A\n\nEin Satz.\n"})


def branded(root: Path) -> tuple[Theme | None, str]:
    """Return the theme of a book, and what is told of it; None if it cannot be used."""
    world, findings = World(root), Findings()
    try:
        found = theme(world, "dossier", fonts(world, findings), "Latn", "", findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None, book.told(findings.sorted())
    return found, book.told(findings.sorted())


def test_a_book_has_the_brand_of_its_series(tmp_path: Path) -> None:
    made, told = branded(issue(tmp_path))
    assert told == "" and made
    assert made.tokens["color"]["accent"] == "#0b5d4c" and made.tokens["font"]["sans"] == "House Sans"
    assert [logo.path for logo in made.logos.values()] == ["../logo/sign.svg"]


def test_the_logo_of_the_series_stands_in_print_e_book_and_web(tmp_path: Path) -> None:
    root = issue(tmp_path)
    result = api.build(root, jobs=1)
    assert [str(one) for one in result.diagnostics] == []
    with pikepdf.open(next(root.glob("output/*.pdf"))) as pdf:
        figures = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert "Musterverlag" in [str(one.get("/Alt")) for one in figures]
    with zipfile.ZipFile(next(root.glob("output/*.epub"))) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.endswith("sign.svg")]
        assert len(drawings) == 1 and "#0b5d4c" in drawings[0]
        assert all(".." not in name for name in archive.namelist())
    (drawing,) = root.glob("output/*.de/**/*sign*.svg")
    assert "#0b5d4c" in drawing.read_text(encoding="utf-8")


@pytest.mark.parametrize("own", ["brand.toml", "_brand.yml"])
def test_a_book_with_a_brand_has_nothing_of_that_of_its_series(tmp_path: Path, own: str) -> None:
    root = issue(tmp_path)
    text = '[color]\nsecond = "#204060"\n' if own == "brand.toml" else 'color:\n  secondary: "#204060"\n'
    (root / own).write_text(text, encoding="utf-8")
    made, told = branded(root)
    assert told == "" and made
    assert made.tokens["color"]["second"] == "#204060"
    assert made.tokens["color"]["accent"] != "#0b5d4c" and made.logos == {}


def test_a_series_may_have_a_brand_of_quarto(tmp_path: Path) -> None:
    root = issue(tmp_path, _brand_dot_yml=QUARTO, logos__sign_dot_svg=LOGO)
    made, told = branded(root)
    assert made and made.tokens["color"]["accent"] == "#0b5d4c"
    assert told == (
        "../_brand.yml: warning: this brand is not read: there is a ../brand.toml as well [brand.both]\n"
        "  hint: delete ../_brand.yml, or delete ../brand.toml to use it\n"
    )
    (tmp_path / "brand.toml").unlink()
    made, told = branded(root)
    assert told == "" and made and made.tokens["color"]["accent"] == "#123456"
    assert {logo.path for logo in made.logos.values()} == {"../logos/sign.svg"}


@pytest.mark.parametrize(
    "path", ["sign.svg", "chapters/sign.svg", "../logo/sign.svg", "logo/../../sign.svg", "/logo/sign.svg"]
)
def test_a_logo_elsewhere_in_the_folder_of_the_series_is_not_read(tmp_path: Path, path: str) -> None:
    root = issue(
        tmp_path,
        brand_dot_toml=f'[logo]\nmedium = "{path}"\n',
        sign_dot_svg=LOGO,
        chapters__sign_dot_svg=LOGO,
    )
    made, told = branded(root)
    assert made is None
    assert told.startswith(f"../brand.toml:2:1: error: ../{path} ") and "[path.outside]" in told
    assert "put it into the folder logo beside ../brand.toml" in told


def test_a_link_in_place_of_a_logo_is_refused(tmp_path: Path) -> None:
    root = issue(tmp_path)
    (tmp_path / "secret.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "logo/sign.svg").unlink()
    (tmp_path / "logo/sign.svg").symlink_to(tmp_path / "secret.svg")
    made, told = branded(root)
    assert made is None and "[series.link]" in told


@pytest.mark.parametrize("changed", ["brand.toml", "logo/sign.svg"])
def test_a_change_of_the_brand_builds_again(tmp_path: Path, changed: str) -> None:
    root = issue(tmp_path)
    api.build(root, editions=["epub"], jobs=1)
    before = next(root.glob("output/*.epub")).read_bytes()
    assert (
        api.build(root, editions=["epub"], jobs=1).files
        and next(root.glob("output/*.epub")).read_bytes() == before
    )
    place = tmp_path / changed
    place.write_text(place.read_text(encoding="utf-8").replace("#0b5d4c", "#0b5d6d"), encoding="utf-8")
    api.build(root, editions=["epub"], jobs=1)
    assert next(root.glob("output/*.epub")).read_bytes() != before


def test_explain_key_names_the_brand_of_the_series(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain-key", "color.accent", "--book", str(issue(tmp_path))]) == 0
    assert "/brand.toml:8:1\n" in capsys.readouterr().out
