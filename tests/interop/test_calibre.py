"""calibre converts our EPUB for the readers that cannot open one, and loses nothing on the way."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from tests.validators import machine

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
LOCALES = tomllib.loads((machine.REPO / "book.toml").read_text(encoding="utf-8"))["locales"]
KINDLE = "de"
"""The language whose words go to a Kindle and back, those of the others into plain text: calibre tells none from another."""
COMPLAINT = re.compile(r"warn|error|fail|could not|cannot|unable|invalid|not found|traceback", re.IGNORECASE)


def calibre(program: str, *arguments: str | Path, home: Path) -> str:
    """Return what a program of calibre prints; it must be content."""
    command = [machine.program(program, "calibre"), *arguments]
    environment = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    done = machine.run(command, seconds=300, environment=environment)
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed
    # Content that calibre quotes (the names of our files) is not a complaint of calibre.
    complaints = [line for line in printed.splitlines() if COMPLAINT.search(line) and "Trimming" not in line]
    assert not complaints, printed
    return printed


def epubs(folder: Path) -> dict[str, Path]:
    """Return locale → EPUB of a built book."""
    found = {}
    for path in sorted(folder.glob("output/**/*.epub")):
        with zipfile.ZipFile(path) as archive:
            package = next(name for name in archive.namelist() if name.endswith(".opf"))
            language = etree.fromstring(archive.read(package)).findtext(
                ".//{http://purl.org/dc/elements/1.1/}language"
            )
        assert language is not None, path
        found[next(name for name, locale in LOCALES.items() if locale["tag"] == language)] = path
    return found


def words(text: str) -> set[str]:
    # As plain text, the number of a note stands close to its word.
    return set(re.findall(r"[^\W\d_]+|\d+", text.replace("\u00ad", "").replace("\u2060", "").casefold()))


def spine_words(path: Path) -> set[str]:
    """Return the words of the pages that a reader turns."""
    found: set[str] = set()
    with zipfile.ZipFile(path) as archive:
        opf = next(name for name in archive.namelist() if name.endswith(".opf"))
        package = etree.fromstring(archive.read(opf))
        files = {item.get("id"): str(item.get("href")) for item in package.iter(f"{OPF}item")}
        for entry in package.iter(f"{OPF}itemref"):
            name = (Path(opf).parent / files[entry.get("idref")]).as_posix()
            body = etree.fromstring(archive.read(name)).find(f"{XHTML}body")
            assert body is not None, name
            for mark in body.xpath("//*[@role='doc-pagebreak']"):
                mark.tag = "mark-of-a-page"  # it may stand inside a word
            for formula in list(body.iter("{http://www.w3.org/1998/Math/MathML}math")):
                for part in formula.iterdescendants():
                    part.text = None  # calibre leaves formulas out of plain text
            for drawing in body.iter("{http://www.w3.org/2000/svg}svg"):
                for part in drawing.iterdescendants():
                    part.text = None  # and the labels of drawings, whose data stand below them
            etree.strip_tags(body, "mark-of-a-page")
            found |= words(" ".join(str(text) for text in body.itertext()))
    return found


@pytest.mark.parametrize("locale", [name for name in sorted(LOCALES) if name != KINDLE])
def test_text_keeps_every_word(starter: Path, locale: str, tmp_path: Path) -> None:
    book = epubs(starter)[locale]
    calibre("ebook-convert", book, tmp_path / "book.txt", home=tmp_path)
    text = (tmp_path / "book.txt").read_text(encoding="utf-8")
    assert len(text) > (5_000 if "x-" in locale else 10_000)
    assert spine_words(book) - words(text) == set()


def test_a_kindle_file_comes_out_and_back(starter: Path, tmp_path: Path) -> None:
    book = epubs(starter)[KINDLE]
    calibre("ebook-convert", book, tmp_path / "book.azw3", home=tmp_path)
    calibre("ebook-convert", tmp_path / "book.azw3", tmp_path / "back.htmlz", home=tmp_path)
    with zipfile.ZipFile(tmp_path / "back.htmlz") as archive:
        back = html.document_fromstring(archive.read("index.html"))
    assert spine_words(book) - words(" ".join(str(text) for text in back.itertext())) == set()


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_calibre_reads_what_the_book_says_about_itself(starter: Path, locale: str, tmp_path: Path) -> None:
    said = calibre("ebook-meta", epubs(starter)[locale], home=tmp_path)
    about = dict(line.split(":", 1) for line in said.splitlines() if re.match(r"^[A-Z][\w() ]+:", line))
    about = {key.strip(): value.strip() for key, value in about.items()}
    assert about["Title"].startswith(LOCALES[locale]["title"])
    assert about["Languages"] == {"de": "deu", "de-x-leicht": "deu", "en": "eng"}[locale]
    assert about["Publisher"]
    assert about["Published"].startswith("2022-01-2")
