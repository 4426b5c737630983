"""A draft shows a book that has errors, is marked as a draft everywhere, and is never taken for a finished book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Severity
from bookbuilder.open_pdf import open_pdf
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.repairs.draft_book import draft_book
from bookbuilder.result import Result
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import Case
from tests.cases.test_cases import FOUND, name
from tests.epub.reader import Epub
from tests.sampled import sampled

WRONG = [
    (f"{name(file)}: {case.title}", case)
    for file, case in FOUND
    if ": error: " in case.expected.get("says", "")
]
ERRORS = """\
# Kapitel

![](https://example.org/karte.png)

Siehe [](#nirgends), <b>roh</b> und $E = mc^2$.

::: unbekannt
Im Kasten.
:::

## Zweiter Teil {#teil}

Ein [Verweis](#fehlt) am Ende.
"""
OTHER_PAGES = """\
@page { size: 105mm 148mm }
@page cover { size: 210mm 297mm }
.title-page { break-after: right }
"""
OWN_PAGE = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>{{ title }}</title></head><body id="b" class="x">{{ body }}</body></html>
"""
OWN_LAYOUT = "<!DOCTYPE html>\n<html><title>{{ book.title }}</title>\n{% block body %}{% endblock %}"


def draft(root: Path, **options: object) -> Result:
    return api.build(root, jobs=1, jail=False, draft=True, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", sampled([case for _, case in WRONG], 4), ids=[title for title, _ in WRONG])
def test_every_case_with_an_error_is_read_as_a_draft(case: Case, tmp_path: Path) -> None:
    world = World(book.write(tmp_path, case.files))
    context, request = Context(world), BuildRequest(draft=True)
    found = draft_book(context, world, request)
    planned = read_books(Context(found.world), request)
    assert planned.books and all(one.project.draft for one in planned.books)
    # Every error of the book is told, at a line that its file has.
    told = found.to_mend((), made=True)
    lines = {
        one.span.path: world.read(one.span.path).count(b"\n") + 1
        for one in told
        if world.exists(one.span.path)
    }
    assert all(one.span.line <= max(lines.get(one.span.path, 0), 1) for one in told if one.span.path in lines)
    assert all(one.severity is not Severity.ERROR for one in told)


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(4))
def test_cases_with_an_error_have_pages(part: int, tmp_path: Path) -> None:
    """A quarter of the cases, on pages and on screens in turn; what is rendered differs little."""
    for number, (title, case) in enumerate(WRONG[part::16]):
        root = book.write(tmp_path / str(number), case.files)
        result = draft(root, editions=["pdf" if number % 2 else "web"])
        assert not result.failed and result.editions, title


def test_the_marks(tmp_path: Path) -> None:
    root = book.write(
        tmp_path, {"chapters/de/01-a.md": ERRORS, "chapters/en/01-a.md": "# A chapter\n\nWords.\n"}
    )
    with (root / "book.toml").open("a", encoding="utf-8") as file:
        file.write('\nisbn = { epub = "978-3-16-148410-0" }\n')
    result = draft(root)
    assert not result.failed
    assert {path.name for path in result.files} == {
        f"DRAFT-fall.{locale}{ending}" for locale in ("de", "en") for ending in (".pdf", ".epub", "", ".html")
    }
    for locale, word in (("de", "Entwurf"), ("en", "Draft")):
        marked(root / "output", f"DRAFT-fall.{locale}", word)


@pytest.mark.parametrize(
    "files",
    [
        {"styles/klein/theme.toml": 'extends = "dossier"\n', "styles/klein/print.css": OTHER_PAGES},
        {"styles/klein/theme.toml": 'extends = "dossier"\n[page]\nbleed = "3mm"\nmarks = "crop cross"\n'},
        {
            "styles/klein/theme.toml": 'extends = "dossier"\n',
            "styles/klein/templates/layout.html.j2": OWN_LAYOUT,
            "styles/klein/templates/page.xhtml.j2": OWN_PAGE,
        },
    ],
    ids=["other sizes", "bleed", "own templates"],
)
def test_the_marks_in_any_theme(files: Mapping[str, str], tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": ERRORS, **files})
    settings = (root / "book.toml").read_text(encoding="utf-8")
    (root / "book.toml").write_text(
        settings.replace("[book]\n", '[book]\ntheme = "klein"\n'), encoding="utf-8"
    )
    result = draft(root)
    assert not result.failed, [str(one) for one in result.diagnostics]
    marked(root / "output", "DRAFT-fall.de", "Entwurf")


def marked(folder: Path, stem: str, word: str) -> None:
    """Assert that each page of every file says that it is a draft, and that catalogues and search engines hear it."""
    data = (folder / f"{stem}.pdf").read_bytes()
    with open_pdf(data) as document:
        for number in range(len(document)):
            page = document[number]
            left, _, right, top = page.get_trimbox()
            corner = page.get_textpage().get_text_bounded(left, top - 40, left + (right - left) / 2, top)
            assert word in corner, f"page {number + 1}"
    with pikepdf.open(folder / f"{stem}.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]).startswith(f"{word}: ")
        with pdf.open_metadata() as metadata:
            assert str(metadata["dc:title"]).startswith(f"{word}: ")
    epub = Epub.open(folder / f"{stem}.epub")
    for place, document in epub.documents.items():
        (body,) = document.iter("{*}body")
        assert "".join(body[0].itertext()) == word and body[0].get("class") == "draft-mark", place
        assert "".join(document.find(".//{*}title").itertext()).startswith(f"{word}: "), place  # type: ignore[union-attr]
    assert str(epub.opf.findtext(".//{*}title")).startswith(f"{word}: ")
    assert b"978" not in etree.tostring(epub.opf)
    pages = [*(folder / stem).rglob("*.html"), folder / f"{stem}.html"]
    assert len(pages) > 2
    for path in pages:
        text = path.read_text(encoding="utf-8")
        page = html.document_fromstring(text)
        assert page.body is not None and "".join(page.body[0].itertext()) == word, path
        assert str(page.findtext(".//title")).startswith(f"{word}: "), path
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"] or "<meta" not in text, path
        assert not page.xpath("//link[@rel='canonical']"), path


def test_a_finished_book_is_that_of_a_book_without_drafts(tmp_path: Path) -> None:
    files = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}
    alone, root = book.write(tmp_path / "a", files), book.write(tmp_path / "b", files)
    assert not draft(root).failed
    for one in (alone, root):
        assert not api.build(one, jobs=1, jail=False).failed

    def made(folder: Path) -> dict[str, bytes]:
        paths = sorted(path for path in (folder / "output").rglob("*") if path.is_file())
        named = {path.relative_to(folder / "output").as_posix(): path.read_bytes() for path in paths}
        return {path: data for path, data in named.items() if not path.startswith("DRAFT-")}

    assert made(alone) == made(root)
    text = "".join(data.decode("latin-1") for data in made(root).values())
    assert "draft-mark" not in text and "noindex" not in text
    # A draft has other identifiers, so that no library of an e-reader takes one for the other.
    ids = {str(Epub.open(path).opf.findtext(".//{*}identifier")) for path in (root / "output").glob("*.epub")}
    assert len(ids) == 2


def test_feeds_and_catalogues_know_nothing_of_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(
        tmp_path / "eins",
        {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"},
        editions='[web]\naddress = "https://example.org/buecher/"\n',
    )
    series = '[series]\nid = "reihe"\naddress = "https://example.org/buecher/"\n'
    (tmp_path / "series.toml").write_text(series, encoding="utf-8")
    assert not draft(root).failed
    assert main(["series", "feed", "--series", str(tmp_path)]) == 1
    assert "no book of the series has a finished web edition" in capsys.readouterr().err
    assert World(root).published_on("output", "fall.de.") is None
    assert "  never  " in said_of_series(tmp_path, capsys)
    assert not api.build(root, jobs=1, jail=False).failed
    assert main(["series", "feed", "--series", str(tmp_path)]) == 0
    capsys.readouterr()
    feed = next(tmp_path.rglob("feed.de.xml")).read_text(encoding="utf-8")
    assert "https://example.org/buecher/fall.de/" in feed and "DRAFT" not in feed
    assert "  never  " not in said_of_series(tmp_path, capsys)


def said_of_series(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main(["series", "status", "--series", str(folder)])
    return capsys.readouterr().out


def test_same_bytes_and_nothing_is_missed(tmp_path: Path) -> None:
    """A picture that is missing is an input of the draft, though its placeholder does not name it any more."""
    text = "# Kapitel\n\n![Eine Karte](karte.svg)\n"
    one, other = (book.write(tmp_path / name, {"chapters/de/01-a.md": text}) for name in "ab")
    first = draft(one, editions=["pdf"])
    assert [path.read_bytes() for path in first.files] == [
        path.read_bytes() for path in draft(other, editions=["pdf"]).files
    ]
    assert draft(one, editions=["pdf"]).unchanged
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"
    (one / "chapters/de/karte.svg").write_text(drawing, encoding="utf-8")
    again = draft(one, editions=["pdf"])
    assert not again.unchanged and not any(found.code == "image.missing" for found in again.diagnostics)


def test_problems_are_told_at_the_lines_of_the_author(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": ERRORS + '\nSchluß mit 200 Mio. $ und „Wort".\n'})
    wrong = api.check(root, jobs=1, jail=False).diagnostics
    found = draft(root, editions=["web"]).diagnostics
    assert all(one.severity is not Severity.ERROR for one in found)
    told = {(one.code, one.span.line) for one in found}
    assert {(one.code, one.span.line) for one in wrong if one.severity is Severity.ERROR} <= told
    assert not any(one.code == "missing.left" for one in found), "the error itself is told"
    assert ("reference.unknown", 13) in told


@pytest.mark.parametrize("data", ["Größe".encode("cp1252"), "Größe".encode("utf-16")])
def test_a_chapter_that_is_no_utf_8_is_shown_all_the_same(data: bytes, tmp_path: Path) -> None:
    start = "# Kapitel\n\n".encode("utf-16") if data.startswith(b"\xff\xfe") else b"# Kapitel\n\n"
    text = start + (data.removeprefix(b"\xff\xfe"))
    root = book.write(tmp_path, {"chapters/de/01-a.md": text})
    result = draft(root, editions=["web"])
    assert [one.code for one in result.diagnostics if one.severity is Severity.WARNING] == ["file.encoding"]
    assert "Größe" in (root / "output/DRAFT-fall.de.html").read_text(encoding="utf-8")


def test_what_is_wrong_in_a_data_file_is_told_at_its_place_there_and_nothing_else(tmp_path: Path) -> None:
    table = "::: table {src=data/hilfe.csv}\nHilfe.\n:::\n"
    for data, place in ((b"a,b\n1,caf\xe9\n", (2, 6)), (b"a,b\n1,2\n3\n", (3, 1))):
        root = book.write(
            tmp_path / str(place[0]), {"chapters/de/01-a.md": f"# A\n\n{table}", "data/hilfe.csv": data}
        )
        told = [
            (one.span.path, one.span.line, one.span.column)
            for one in api.build(root, draft=True, editions=("epub",)).diagnostics
            if one.severity is not Severity.NOTICE
        ]
        assert told == [("data/hilfe.csv", *place)]


def test_what_is_not_translated_is_printed_in_the_language_of_the_source(tmp_path: Path) -> None:
    files = {"chapters/de/01-a.md": "# Eins\n\nEin Satz.\n", "chapters/de/02-b.md": "# Zwei\n\nNoch einer.\n"}
    root = book.write(tmp_path, {**files, "chapters/en/01-a.md": "# One\n\nA sentence.\n"})
    assert api.build(root, jobs=1, jail=False).failed
    assert not draft(root, editions=["web"]).failed
    assert "Noch einer." in (root / "output/DRAFT-fall.en.html").read_text(encoding="utf-8")


def test_what_is_unsafe_stops_a_draft(tmp_path: Path) -> None:
    theme = {
        "styles/fern/theme.toml": 'extends = "dossier"\n',
        "styles/fern/web.css": "@import 'https://example.org/a.css';",
    }
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n", **theme})
    settings = (root / "book.toml").read_text(encoding="utf-8")
    (root / "book.toml").write_text(
        settings.replace("[book]\n", '[book]\ntheme = "fern"\n'), encoding="utf-8"
    )
    result = draft(root)
    assert result.failed and not result.files and not list((root / "output").glob("*"))


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": ERRORS}, editions=book.PRINT)
    assert main(["build", str(root), "--jobs", "1", "--no-jail"]) == 1
    assert capsys.readouterr().err.endswith(
        ": nothing was written\n`bookbuilder build --draft` shows it as it stands\n"
    )
    assert main(["build", str(root), "--draft", "--jobs", "1", "--no-jail"]) == 0
    said = capsys.readouterr()
    assert re.search(r"^\d things to mend(, \d notices?)?$", said.err, re.MULTILINE)
    assert ": error: " not in said.err and "DRAFT-fall.de.print.pdf" in said.out
    assert main(["build", str(root), "--draft", "--jobs", "1", "--no-jail"]) == 0
    assert "things to mend" in capsys.readouterr().err, "also when nothing has changed"
    for other in ("--strict", "--single-pass"):
        assert main(["build", str(root), "--draft", other]) == 2
    (root / "book.toml").write_text("[book]\n", encoding="utf-8")
    assert main(["build", str(root), "--draft", "--jobs", "1", "--no-jail"]) == 1
    said = capsys.readouterr()
    assert "nothing was written" in said.err and "--draft" not in said.err.rpartition("nothing")[2]
