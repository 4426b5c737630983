"""Pictures with words: each language may have its own one, and `status` says which are missing or outdated."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from bookbuilder.cli import main
from bookbuilder.document.picture_variants import variants
from tests.cases import book

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><text x="1" y="8">{}</text></svg>'
DE = """\
# Kapitel

![Eine Karte](../../images/karte.svg)

Ein Satz mit ![einem Weg](<../../images/weg.svg>) darin.
"""
EN = DE.replace("Kapitel", "Chapter").replace("Eine Karte", "A map").replace("einem Weg", "a way")
LOCALES = """\
[locales.de]
title = "Ein Fall"

[locales.en]
tag = "en-GB"
title = "A Case"

[locales.fr]
title = "Un cas"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    settings = book.settings(["de"]).replace('[locales.de]\ntitle = "Ein Fall"\n', LOCALES)
    files: dict[str, str | bytes] = {
        f"images/{name}.svg": SVG.format(name) for name in ("karte", "weg", "karte.en")
    }
    texts = {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN, "chapters/fr/01-a.md": EN}
    return book.write(tmp_path, {**files, **texts, "book.toml": settings})


def drawn(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> list[str]:
    """Return what `status` says of pictures."""
    capsys.readouterr()
    assert main(["status", str(root), *words]) == 0
    _, _, said = capsys.readouterr().out.partition("\npictures\n")
    return said.replace(f"{root.as_posix()}/", "").splitlines()


def test_which_names_a_picture_may_have() -> None:
    assert variants("images/karte.svg", "english", "en-GB") == (
        "images/karte.english.svg",
        "images/karte.en-GB.svg",
        "images/karte.en.svg",
    )
    assert variants("a.b.png", "de", "de-DE") == ("a.b.de.png", "a.b.de-DE.png")


def test_a_picture_that_another_language_has_is_missing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "images/karte.svg: missing: there is images/karte.en.svg, and none for fr"
    words = "images/weg.svg: missing: it has words in German"
    assert drawn(capsys, root) == [words, line, words]
    assert drawn(capsys, root, "-l", "en") == [words]
    assert main(["status", str(root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pictures"] == [
        {"locale": locale, "path": f"images/{name}.svg", "own": "", "standing": "missing"}
        for locale, name in (("en", "weg"), ("fr", "karte"), ("fr", "weg"))
    ]
    assert main(["status", str(root), "--html", str(root / "a.html")]) == 0
    assert f'<h3>Pictures</h3>\n<ul class="terms">\n<li>{line}</li>' in (root / "a.html").read_text("utf-8")


def test_a_picture_whose_original_has_changed_is_outdated(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "pictures.toml").write_text('[pictures."images/weg.svg"]\nwords = "any"\n', encoding="utf-8")
    assert main(["translate", "sync", "-l", "en", "--same", "--book", str(root)]) == 0
    assert "en: 1 picture recorded" in capsys.readouterr().out
    assert main(["status", str(root), "-l", "en", "--strict"]) == 0
    (root / "images/karte.svg").write_text(SVG.format("neu"), encoding="utf-8")
    assert drawn(capsys, root, "-l", "en") == [
        "images/karte.en.svg: outdated: images/karte.svg has changed since"
    ]
    assert main(["status", str(root), "-l", "en", "--strict"]) == 1
    (root / "images/weg.en.svg").write_text(SVG.format("way"), encoding="utf-8")
    assert main(["translate", "sync", "images/karte.en.svg", "-l", "en", "--book", str(root)]) == 0
    assert drawn(capsys, root, "-l", "en") == []
    state = (root / "l10n/en/book/pictures.toml").read_text(encoding="utf-8")
    assert state.count("[[picture]]") == 1 and "weg" not in state
    assert main(["translate", "sync", "images/weg.svg", "-l", "en", "--book", str(root)]) == 0
    assert (root / "l10n/en/book/pictures.toml").read_text(encoding="utf-8").count("[[picture]]") == 2


def test_a_picture_that_is_not_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "sync", "images/weg.svg", "-l", "en", "--book", str(root)]) == 1
    said = "error: this translation has no picture of its own for 'images/weg.svg' [translation.picture]"
    assert said in capsys.readouterr().err
    assert not (root / "l10n").exists()


def test_a_broken_state_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = root / "l10n/en/book/pictures.toml"
    place.parent.mkdir(parents=True)
    for text in ("<<<<<<<", "version = 1\n[[picture]]\npath = 1\n", "picture = 1\n"):
        place.write_text(text, encoding="utf-8")
        assert main(["status", str(root), "-l", "en"]) == 1
        assert (
            "l10n/en/book/pictures.toml: error: this state of a translation"
            in capsys.readouterr().err.replace(f"{root.as_posix()}/", "")
        )


@pytest.mark.heavy
def test_every_format_has_the_picture_of_its_language(root: Path) -> None:
    assert (
        main(
            ["build", str(root), "--locale", "en", "--locale", "de", "--edition", "epub", "--edition", "web"]
        )
        == 0
    )
    for name, expected in (("en", "karte.en"), ("de", "karte")):
        (epub,) = (root / "output").rglob(f"*{name}*.epub")
        with ZipFile(epub) as file:
            drawings = [file.read(path).decode() for path in file.namelist() if path.endswith(".svg")]
        assert any(f">{expected}</text>" in drawing for drawing in drawings)
        assert not any(">karte.en</text>" in drawing for drawing in drawings) or name == "en"
    (root / "images/karte.en.svg").unlink()
    assert main(["build", str(root), "--locale", "en", "--edition", "epub"]) == 0
    (epub,) = (root / "output").rglob("*en*.epub")
    with ZipFile(epub) as file:
        assert any(b">karte</text>" in file.read(path) for path in file.namelist() if path.endswith(".svg"))
