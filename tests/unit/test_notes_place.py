"""Notes at the end of a chapter or of the book: the numbers that they have on the page, no word lost, links both ways."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import formats
from bookbuilder.html.block import blocks, renderer
from bookbuilder.html.medium import Medium
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.notes_place import with_notes_in_place
from bookbuilder.world import World
from tests.cases import book

FONTS = Path(__file__).parents[1] / "books" / "ja" / "fonts"
FIRST = "chapters/de/01-a.md"
LINK = "[hier](https://example.org/{n})"
PLACES = {
    "text": "Ein Satz.[^{n}] Noch einer mit " + LINK + ".",
    "item": "- eins[^{n}]\n- " + LINK + " zwei",
    "quote": "> Zitat[^{n}] " + LINK,
    "box": "::: aside Kasten {n}[^{n}]\n" + LINK + " Text.\n:::",
    "cell": "| A[^{n}] | B |\n|---|---|\n| " + LINK + " | 2 |",
    "table": "::: table\n| A | B |\n|---|---|\n| "
    + LINK
    + " | 2[^{n}] |\n\nTitel "
    + LINK
    + "\n\nLang "
    + LINK
    + "\n:::",
    "heading": "## " + LINK + " Titel\n\nText.[^{n}]",
    "again": "Eins.[^{n}] Zwei.[^{n}]",
    "inside": "[Text[^{n}]](https://example.org/in{n})",
    "plain": "[Text](https://example.org/p{n}){{.plain}} [^{n}] https://example.org/lit{n}",
    "term": "Begriff[^{n}]\n: Bedeutung " + LINK,
    "definition": "Begriff\n: Bedeutung[^{n}]",
}
UNFIT = ("plain", "inside", "again")
"""Those in which links stand so close to one another, or in one another, that no browser is content with any place."""
NOTES = {
    "words": "Text der Anmerkung {n}.",
    "link": "Siehe [dort](https://example.com/{n}), {n}.",
    "list": "- Liste {n}\n    - zwei",
    "quote": "> Zitat {n}\n\n    Und mehr.",
}


def chapter(drawn: Sequence[tuple[str, str]], first: int = 1) -> str:
    """Return a chapter with such calls and notes; their names count from `first`."""
    parts = [PLACES[place].format(n=n) for n, (place, _) in enumerate(drawn, first)]
    notes = [f"[^{n}]: " + NOTES[kind].format(n=n) for n, (_, kind) in enumerate(drawn, first)]
    return "# A\n\nAnfang.\n\n" + "\n\n".join(parts + notes) + "\n"


def books(root: Path, editions: str = "") -> tuple[Book, ...]:
    """Return the books of all editions, with their notes where they are written."""
    world, findings = World(root), Findings()
    made = read_books(Context(world, findings), BuildRequest(export=True)).books
    assert not findings.failed, findings.sorted()
    return made


def printed(made: Book) -> str:
    """Return the chapters of a book as HTML for print."""
    medium = Medium(
        made.locale, lambda target: f"#{target.anchor}", str, lambda _: "1", footnotes=True, links="note"
    )
    found = [one for one in made.document.chapters if one.kind != "imprint"]
    return "\n".join(str(blocks(one.blocks, renderer(medium, one))) for one in found)


def moved(made: Book, place: str) -> Book:
    return with_notes_in_place(replace(made, edition=replace(made.edition, notes=place)))


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


DRAWN = st.lists(
    st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(NOTES))), min_size=1, max_size=5
)


@settings(deadline=None, max_examples=20)
@given(DRAWN)
def test_notes_have_the_numbers_that_they_have_on_the_page(drawn: Sequence[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        root = book.write(Path(folder), {FIRST: chapter(drawn)})
        made = next(one for one in books(root) if one.edition.format == "pdf")
        on_page = printed(made)
        wanted = re.findall(r'<span class="footnote[^>]*data-number="(\d+)"', on_page)
        calls = re.findall(
            r'<span class="footnote[^>]*data-number="(\d+)"|<a class="noteref"[^>]*>(\d+)<', on_page
        )
        for place in ("chapter", "end"):
            html = printed(moved(made, place))
            assert 'class="footnote' not in html
            assert re.findall(r'class="backlink">(\d+)<', html) == wanted
            assert re.findall(r'class="noteref"[^>]*>(\d+)<', html) == [
                first or again for first, again in calls
            ]
            # Every word of the notes is there once, as on the page.
            assert sorted(
                re.findall(r"\w+", plain(html).replace("Anmerkungen", "", place == "chapter"))
            ) == sorted(
                [
                    *re.findall(r"\w+", plain(on_page)),
                    *wanted,
                    *[first for first, _ in calls if first],
                    *(["A", "1"] if place == "end" else []),
                ]
            )
            ids, targets = re.findall(r' id="([^"]+)"', html), re.findall(r' href="#([^"]+)"', html)
            assert len(ids) == len(set(ids))
            assert {one for one in targets if "-n" in one} <= set(ids)


def test_a_book_that_says_nothing_is_the_same(tmp_path: Path) -> None:
    root = book.write(tmp_path, {FIRST: chapter([("text", "words")])})
    made = books(root)
    assert all(with_notes_in_place(one) is one for one in made)
    others = [one for one in made if one.edition.format != "pdf"]
    assert all(moved(one, "chapter").document is one.document for one in others)


def test_one_edition_may_want_another_place_and_an_export_wants_none(tmp_path: Path) -> None:
    named = '[editions.druck]\nformat = "pdf"\nnotes = "chapter"\n[editions.netz]\nformat = "web"\n'
    editions = f'{named}[notes]\nplace = "end"\n'
    root = book.write(tmp_path, {FIRST: chapter([("text", "words")])}, editions=editions)
    made = {one.edition.name: with_notes_in_place(one) for one in books(root)}
    assert [one.id for one in made["druck"].document.heads] == ["imprint", "01-a"]
    assert [one.id for one in made["netz"].document.heads] == ["imprint", "01-a", "book-notes"]
    assert all(chapter.notes for one in books(root) for chapter in one.document.chapters[1:])


@pytest.mark.parametrize("locale", ["de", "en", "ar", "ja"])
def test_an_ebook_and_the_web_lead_to_the_notes_and_back(locale: str, tmp_path: Path) -> None:
    toml = book.settings(
        [locale],
        editions='[notes]\nplace = "end"\n[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n',
    )
    text = chapter([("text", "words"), ("again", "list"), ("box", "quote")])
    back = "---\ntitle: X\nkind: sources\n---\n\n- Y\n"
    files = {f"chapters/{locale}/01-a.md": text, f"chapters/{locale}/02-b.md": back, "book.toml": toml}
    root = book.write(tmp_path, files)
    if locale == "ja":
        shutil.copytree(FONTS, root / "fonts")
    result = api.build(root, jobs=1)
    assert [one for one in result.diagnostics if "glyph" not in one.code] == []
    epub = next(path for path in result.files if path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        pages = {
            Path(name).name: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith("xhtml")
        }
        spine = re.findall(r'<itemref idref="([^"]+)"', archive.read("EPUB/content.opf").decode())
    assert spine[-2:] == ["c-book-notes", "c-02-b"]
    notes, body = pages["c-book-notes.xhtml"], pages["c-01-a.xhtml"]
    assert 'epub:type="endnotes" role="doc-endnotes"' in notes
    _lead_to_one_another(body, notes, "c-01-a.xhtml", "c-book-notes.xhtml")
    site = next(path for path in result.files if path.is_dir())
    body, notes = (
        next(site.rglob(name)).read_text(encoding="utf-8") for name in ("01-a.html", "book-notes.html")
    )
    assert 'role="doc-endnotes"' in notes
    _lead_to_one_another(body, notes, "01-a.html", "book-notes.html")


def _lead_to_one_another(body: str, notes: str, here: str, there: str) -> None:
    calls = re.findall(r'role="doc-noteref" id="([^"]+)" class="noteref" href="([^"]+)"', body)
    backs = re.findall(r'role="doc-backlink" href="([^"]+)"', notes)
    ids = re.findall(r'role="doc-footnote" id="([^"]+)"', notes)
    assert len(calls) == 4
    assert list(dict.fromkeys(href for _, href in calls)) == [f"{there}#{anchor}" for anchor in ids]
    assert sorted(backs) == sorted(f"{here}#{anchor}" for anchor, _ in calls)


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
@pytest.mark.usefixtures("without_single_files")
@pytest.mark.parametrize(("locale", "place"), [("de", "end"), ("ar", "end"), ("ja", "chapter")])
def test_all_gates_pass(locale: str, place: str, tmp_path: Path) -> None:
    """Each kind of note in each of its places, a part of them in each of two chapters."""
    drawn = [(where, kind) for where in sorted(PLACES) for kind in sorted(NOTES) if where not in UNFIT]
    toml = book.settings([locale], editions=f'[notes]\nplace = "{place}"\n[glyphs]\nmissing = "box"\n')
    files = {f"chapters/{locale}/0{n}-a.md": chapter(drawn[n % 2 :: 2], 100 * n) for n in (1, 2)}
    root = book.write(tmp_path, {**files, "book.toml": toml})
    if locale == "ja":
        shutil.copytree(FONTS, root / "fonts")
    result = api.check(root, jobs=2, validators=True)
    assert all(one.ran for one in result.verdicts)
    assert [
        str(one) for one in result.diagnostics if not one.code.startswith((*book.FULLNESS, "glyph."))
    ] == []


def test_the_formats_know_where_notes_stand_on_the_page() -> None:
    assert {name for name, one in formats().items() if one.paginate} == {"pdf"}
