"""Proofs are counted, made again with the same bytes, and show what has changed since another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.session import Session
from bookbuilder.world import World
from tests.cases.book import write

EDITIONS = """
[editions.print]
format = "pdf"

[editions.web]
format = "web"

[editions.epub]
format = "epub"
"""
CHAPTER = """\
# Kapitel

Der Minister reiste am Montag nach Kiew und sprach dort von Geduld.

Am Dienstag war er in Moskau, und niemand *wusste*, was gesagt wurde.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "book", {"chapters/de/01-a.md": CHAPTER}, editions=EDITIONS)


def requested(root: Path, *editions: str, date: str = "") -> api.Result:
    return api.requested_build(
        Session(World(root), jobs=1), BuildRequest((), editions, proof=True, date=date)
    )


def test_a_proof_is_made_beside_its_edition_and_counted(root: Path) -> None:
    first = requested(root, "print", date="2022-01-29")
    assert [file.name for file in first.files] == ["fall.de.print-proof.pdf"]
    data = first.files[0].read_bytes()
    (record,) = (root / "proof" / "sent").iterdir()
    assert re.search(r'(?m)^date = "2022-01-29"$', record.read_text())
    assert "von Geduld" in record.read_text()
    (root / "output" / "fall.de.print-proof.pdf").unlink()
    assert requested(root, "print", date="2022-01-29").files[0].read_bytes() == data
    assert len([*(root / "proof" / "sent").iterdir()]) == 1
    chapter = root / "chapters" / "de" / "01-a.md"
    chapter.write_text(CHAPTER.replace("Geduld", "Vorsicht"))
    assert requested(root, "print", date="2022-01-29").files[0].read_bytes() != data
    names = sorted(place.name for place in (root / "proof" / "sent").iterdir())
    assert names == ["fall.de.print-proof-1.toml", "fall.de.print-proof-2.toml"]


def test_a_proof_on_the_web_names_itself_and_its_blocks(root: Path) -> None:
    result = requested(root, "web")
    page = next(file for file in result.files if file.is_dir()) / "01-a.html"
    text = page.read_text()
    (record,) = (root / "proof" / "sent").iterdir()
    name = re.search(r'(?m)^id = "(\w+)"$', record.read_text())
    assert name
    assert f'<meta name="bookbuilder-proof" content="{name[1]}">' in text
    assert re.search(r'<p[^>]* data-block="01-a:3"', text)
    assert '<aside class="proof-mark"' in text
    plain = (
        next(file for file in api.build(root, editions=("web",), jobs=1).files if file.is_dir()) / "01-a.html"
    )
    assert "data-block" not in plain.read_text()
    assert "proof-mark" not in plain.read_text()


def test_an_e_book_is_no_proof(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(root), "--proof", "-e", "epub", "--jobs", "1"]) != 0
    assert "edition.unproofed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [("--date", "2022-01-29"), ("--proof", "--draft"), ("--proof", "--single-pass")]
)
def test_options_that_contradict_a_proof_are_refused(root: Path, options: tuple[str, ...]) -> None:
    assert main(["build", str(root), *options]) == 2


@pytest.mark.parametrize(
    ("old", "new", "listed"),
    [
        ("Geduld", "Vorsicht", "<del>Geduld</del><ins>Vorsicht</ins>"),
        (" und sprach dort von Geduld", "", "<del> und sprach dort von Geduld</del>"),
        ("Am Dienstag", "Ganz neu steht das hier.\n\nAm Dienstag", "<ins>Ganz neu steht das hier.</ins>"),
        (CHAPTER.split("\n\n")[1] + "\n\n", "", "<del>Der Minister"),
    ],
)
def test_what_has_changed_is_shown(root: Path, old: str, new: str, listed: str) -> None:
    requested(root, "print")
    settings = root / "book.toml"
    proof = '[editions.print]\nproof = { since = "fall.de.print-proof-1", changes = "words" }\n'
    settings.write_text(settings.read_text().replace("[editions.print]\n", proof))
    same = api.build(root, editions=("print",), jobs=1)
    assert not same.failed
    page = next(file for file in same.files if file.name.endswith(".changes.html"))
    assert "<ins>" not in page.read_text()
    before = next(file for file in same.files if file.suffix == ".pdf").read_bytes()
    chapter = root / "chapters" / "de" / "01-a.md"
    chapter.write_text(CHAPTER.replace(old, new, 1))
    result = api.build(root, editions=("print",), jobs=1)
    assert listed in next(file for file in result.files if file.suffix == ".html").read_text()
    assert next(file for file in result.files if file.suffix == ".pdf").read_bytes() != before


def test_a_proof_that_is_not_known_is_told(root: Path) -> None:
    settings = root / "book.toml"
    settings.write_text(
        settings.read_text().replace("[editions.print]\n", '[editions.print]\nproof = { since = "9" }\n')
    )
    result = api.build(root, editions=("print",), jobs=1)
    assert "proof.since" in {one.code for one in result.diagnostics}


def _hints(root: Path) -> list[str]:
    result = api.build(root, editions=("print",), jobs=1)
    return [str(one.hint) for one in result.diagnostics if one.code == "proof.since"]


def test_the_proofs_that_are_known_are_named(root: Path) -> None:
    settings = root / "book.toml"
    plain = settings.read_text()
    unknown = '[editions.print]\nproof = { since = "9" }\n'
    settings.write_text(plain.replace("[editions.print]\n", unknown))
    assert _hints(root) == ["no proof of this locale is in proof/sent yet"]
    settings.write_text(plain)
    requested(root, "print")
    settings.write_text(plain.replace("[editions.print]\n", unknown))
    (hint,) = _hints(root)
    assert "fall.de.print-proof-1" in hint


def test_a_record_that_is_broken_is_told(root: Path) -> None:
    requested(root, "print")
    (record,) = (root / "proof" / "sent").iterdir()
    record.write_text("name = \n")
    assert "proof.sent" in {one.code for one in requested(root, "print").diagnostics}
