"""A locale in easy language: what it inherits, what is its own, and what its files say."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.formats.format import formats
from bookbuilder.locales.private_use import base_tag
from bookbuilder.project import Project, load
from bookbuilder.world import World

BOOK = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24

[locales.de]
tag = "{tag}"
title = "Ein Fall"
series = "Reihe"
words = {{ "Contents" = "Was drinsteht" }}

[locales.{easy}]
title = "Ein Fall, leicht"
{own}
[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"
isbn = {{ de = {{ pdf = "978-3-16-148410-0", epub = "978-3-16-148411-7" }} }}

[editions.print]
format = "pdf"

[editions.ebook]
format = "epub"

[editions.site]
format = "web"
"""
DE = "# Eins\n\n[Kyjiw]{name=kyiv} bekam am [17. Januar]{fact=day} Geld.\n"
EASY = "# Eins\n\n[Kiew]{name=kyiv} ist eine Stadt. Dort gab es am [17. Januar]{fact=day} Geld.\n"


def book(folder: Path, *, easy: str = "de-x-leicht", tag: str = "de-DE", own: str = "") -> Path:
    files = {
        "book.toml": BOOK.format(tag=tag, easy=easy, own=own),
        "facts.toml": "day = { date = 2022-01-17 }\n",
        "names.toml": '[places]\nkyiv = { de = "Kyjiw", de-x-leicht = "Kiew" }\n',
        "chapters/de/01.md": DE,
        f"chapters/{easy}/01.md": EASY,
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def project_of(root: Path, findings: Findings) -> Project:
    project = load(World(root), findings, sorted(formats()))
    assert project is not None
    return project


def test_it_has_what_its_base_says_and_its_own_before_it(tmp_path: Path) -> None:
    project = project_of(book(tmp_path, own='words = { "Index" = "Wo was steht" }\n'), Findings())
    easy = project.locales["de-x-leicht"]
    assert (easy.base, easy.series, easy.compounds) == ("de", "Reihe", "dot")
    assert dict(easy.words) == {"Contents": "Was drinsteht", "Index": "Wo was steht"}
    assert easy.title == "Ein Fall, leicht"
    assert not project.imprints["de-x-leicht"].isbn


@pytest.mark.parametrize("tag", ["de", "de-DE", "de-AT"])
def test_its_base_is_the_locale_of_its_language(tag: str, tmp_path: Path) -> None:
    project = project_of(book(tmp_path, tag=tag), Findings())
    assert project.locales["de-x-leicht"].base == "de"


@pytest.mark.parametrize(
    "tag", ["de-DE-x-leicht", "de-x-leicht", "en-x-easy", "ar-EG-x-easy", "zh-Hant-x-easy"]
)
def test_a_tag_can_be_any_language(tag: str, tmp_path: Path) -> None:
    findings = Findings()
    project = project_of(book(tmp_path, own=f'tag = "{tag}"\n'), findings)
    assert project.locales["de-x-leicht"].tag == tag
    assert not [one for one in findings.sorted() if one.code == "locale.unknown"], base_tag(tag)


@pytest.mark.parametrize("tag", ["xx-x-leicht", "x-leicht", "de-x-", "de--x-leicht"])
def test_a_tag_of_no_language_is_told(tag: str, tmp_path: Path) -> None:
    findings = Findings()
    project_of(book(tmp_path, own=f'tag = "{tag}"\n'), findings)
    (told,) = [one for one in findings.sorted() if one.code == "locale.unknown"]
    assert (told.span.path, told.span.line) == ("book.toml", 14)


@pytest.mark.parametrize("parent", ["de-x-leicht", "nobody"])
def test_inheriting_chapters_in_a_circle_is_told(parent: str, tmp_path: Path) -> None:
    findings = Findings()
    project_of(book(tmp_path, own=f'inherits = "{parent}"\n'), findings)
    (told,) = [one for one in findings.sorted() if one.code == "locale.inherits"]
    assert (told.span.path, told.span.line) == ("book.toml", 14)


def test_all_files_say_their_language_and_are_their_own(tmp_path: Path) -> None:
    root = book(tmp_path)
    result = api.build(root)
    assert not [one for one in result.diagnostics if one.severity.name == "ERROR"]
    output = root / "output"
    with pikepdf.open(output / "fall.de-x-leicht.print.pdf") as pdf:
        assert str(pdf.Root.Lang) == "de-DE-x-leicht"
        assert [float(one) for one in pdf.pages[0].MediaBox][2] > 590  # A4, as `reading = "easy"` sets it
    identifiers = set()
    for name, tag in (("de", "de-DE"), ("de-x-leicht", "de-DE-x-leicht")):
        with zipfile.ZipFile(output / f"fall.{name}.ebook.epub") as epub:
            package = epub.read("EPUB/content.opf").decode()
            assert f"<dc:language>{tag}</dc:language>" in package
            found = re.search(r'<dc:identifier id="pub-id">([^<]+)', package)
            assert found
            identifiers.add(found[1])
    assert len(identifiers) == 2
    page = (output / "fall.de-x-leicht.site" / "01.html").read_text(encoding="utf-8")
    assert '<html lang="de-DE-x-leicht"' in page
    assert "Kiew ist eine\u00a0Stadt.<br/>Dort gab" in html.unescape(
        re.sub(r"</?(?:span|time)[^>]*>", "", page)
    )
    ordinary = (output / "fall.de.site" / "01.html").read_text(encoding="utf-8")
    assert "Leichte Sprache" in ordinary and "Kyjiw" in ordinary
