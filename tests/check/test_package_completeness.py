"""What an e-book lacks that neither EPUBCheck nor Ace asks for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbuilder.validators.package_completeness import VALIDATOR
from tests.check.made import Made, judge, make

CHAPTER = "# Ein Kapitel\n\nEin Absatz.\n\n![Ein Strich](a.svg)\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="#000"/></svg>'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": CHAPTER, "chapters/de/a.svg": PICTURE}
    return make(tmp_path_factory.mktemp("package"), files)


def changed(epub: bytes, ending: str, change: Callable[[str], str]) -> bytes:
    """Return an e-book in which the files with a name that ends so went through a function."""
    out, touched = io.BytesIO(), False
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith(ending):
                said = change(data.decode())
                touched = touched or said.encode() != data
                data = said.encode()
            new.writestr(info, data)
    assert touched
    return out.getvalue()


def without(pattern: str, instead: str = "") -> Callable[[str], str]:
    return lambda text: re.sub(pattern, instead, text, flags=re.DOTALL)


@pytest.mark.heavy
def test_nothing_is_wrong_with_a_good_book(made: Made) -> None:
    assert judge(VALIDATOR, made.one(".epub")) == ()


@pytest.mark.parametrize(
    ("ending", "change", "said"),
    [
        (".opf", without('version="3.0"', 'version="2.0"'), "is one of EPUB 2.0, not of EPUB 3"),
        (".opf", without(r'(<package[^>]*) xml:lang="[^"]+"', r"\1"), "does not say the language of its package"),
        (".opf", without(r'<meta property="schema:accessibilityHazard">.*?</meta>'), "schema:accessibilityHazard"),
        (".opf", without(r'<meta property="dcterms:modified">.*?</meta>'), "says 0 times when it was last changed"),
        (".opf", without("cover-image"), "has 0 cover images, not one"),
        (
            ".opf",
            without("</metadata>", '<meta property="dcterms:conformsTo">x</meta></metadata>'),
            "claims to be accessible and names nobody",
        ),
        ("nav.xhtml", without(r'<nav[^>]*landmarks.*?</nav>'), "has no landmarks in its navigation"),
        ("nav.xhtml", without(r'<nav[^>]*page-list.*?</nav>'), "marks pages in its text and has no list of them"),
        (".opf", without(r"<dc:source.*?</dc:source>"), "does not say of which printed book its page numbers are"),
    ],
    ids=["version", "language", "hazards", "modified", "cover", "claim", "landmarks", "page list", "source"],
)  # fmt: skip
def test_what_the_package_lacks(made: Made, ending: str, change: Callable[[str], str], said: str) -> None:
    judged = made.one(".epub")
    found = judge(VALIDATOR, judged, changed(judged.data, ending, change))
    assert {one.code for one in found} == {"epub.incomplete"}
    assert said in " ".join(one.message for one in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            without(r'(<html[^>]*) xml:lang="[^"]+"', r"\1"),
            "does not say its language in lang and xml:lang alike",
        ),
        (without("<title>.*?</title>", "<title></title>"), "has no title"),
        (without('src="[^"]*"', 'src="https://example.org/a.png"'), "loads https://example.org/a.png"),
        (without("Ein Absatz", '<a href="javascript:x()">Ein</a> Absatz'), "leads to javascript:x()"),
        (without("</body>", ""), "is no XML, or is not there"),
    ],
    ids=["language", "title", "elsewhere", "script", "torn"],
)
def test_what_a_page_lacks(made: Made, change: Callable[[str], str], said: str) -> None:
    judged = made.one(".epub")
    found = judge(VALIDATOR, judged, changed(judged.data, "c-01-a.xhtml", change))
    assert said in " ".join(one.message for one in found if one.code == "epub.page")


def test_a_page_list_that_leads_to_no_page(made: Made) -> None:
    judged = made.one(".epub")
    data = changed(judged.data, "nav.xhtml", without(r'(page-list.*?href=")[^"]*', r"\1nowhere.xhtml#p"))
    (found,) = judge(VALIDATOR, judged, data)
    assert found.code == "epub.page"
    assert found.message.endswith("lists a page at nowhere.xhtml#p, where none begins")


def test_the_place_is_that_of_the_chapter(made: Made) -> None:
    judged = made.one(".epub")
    data = changed(
        judged.data, "c-01-a.xhtml", without("Ein Absatz", '<a href="file:///etc/passwd">Ein</a> Absatz')
    )
    (found,) = judge(VALIDATOR, judged, data)
    assert str(found.span) == "chapters/de/01-a.md:3:1"


def test_what_is_no_book(made: Made, tmp_path: Path) -> None:
    from bookbuilder.validators.installed_tool import NoVerdict

    with pytest.raises(NoVerdict):
        judge(VALIDATOR, made.one(".epub"), b"PK no archive")
