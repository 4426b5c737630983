"""The key of a source is found, and renamed, wherever it stands: chapters of all languages, facts.toml, files of sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.language_server.completion import complete
from bookbuilder.language_server.hover import hover
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.navigation import definitions, references
from bookbuilder.language_server.rename import RefusedName, can_rename, rename
from tests.language_server.conftest import BOOK, Read, place_of, read, write
from tests.language_server.test_rename import apply

DE, EN = "chapters/de/01-a.md", "chapters/en/01-a.md"
FILES = {
    "book.toml": BOOK,
    DE: "---\ntitle: A\n---\n\nWort [siehe @kant, S. 5; @{nato:1949}], @bib [3] und\n"
    "> - mehr [@kant;\n>   @json]. mail@kant.de `@kant`\n\n"
    "[dort](#source-kant) [5]{fact=five cite=yes} [*a*{.x}](#source-nato-1949)[^n]\n\n[^n]: Dazu @kant.\n",
    EN: "# A\n\nWord [@kant]. [5]{fact=five}[-@kant, p. 3]\n",
    "facts.toml": '[five]\nnumber = 5\nsource = "kant, S. 3"\n\n[six]\nnumber = 6\n'
    'source = \'siehe @kant; @json, 4\'\nnote = "kant"\n\n[seven]\nnumber = 7\nsource = "Herr kant"\n',
    "sources.toml": '# kant\n[kant]\ntype = "book"\ntitle = "kant"\n\n["nato:1949"]\ntype = "treaty"\ntitle = "N"\n',
    "sources.bib": "@book{bib, title = {bib}}\n"
    "@inbook{part,\n  title = {P},\n  crossref = {bib},\n  xdata = {x, bib},\n}\n",
    "sources.json": '[{"id": "json", "citation-key": "json", "type": "book", "title": "json"}]',
}


@pytest.fixture
def cited(tmp_path: Path) -> Read:
    return read(write(tmp_path / "book", FILES))


def at(book: Read, path: str, words: str) -> tuple[str, int, int]:
    """Return the place of the mark ▮ in words of a file of sources as well."""
    text = FILES[path]
    plain = words.replace("▮", "")
    offset = text.index(plain) + words.index("▮")
    return path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


KANT = [
    (DE, "@ka▮nt, S. 5"),
    (DE, "Dazu @▮kant"),
    (DE, "#source-ka▮nt"),
    (EN, "[-@kant▮, p"),
    ("facts.toml", '"▮kant, S. 3'),
    ("facts.toml", "siehe @kan▮t"),
    ("sources.toml", "[ka▮nt]"),
]


@pytest.mark.parametrize(("path", "words"), KANT)
def test_from_everywhere_a_source_is_renamed_everywhere(cited: Read, path: str, words: str) -> None:
    assert can_rename(cited.index, *at(cited, path, words)).name == "kant"
    apply(cited.root, rename(cited.index, *at(cited, path, words), "k2"))
    texts = {name: (cited.root / name).read_text("utf-8") for name in FILES}
    assert texts[DE] == FILES[DE].replace("@kant, S", "@k2, S").replace("[@kant;", "[@k2;").replace(
        "#source-kant", "#source-k2"
    ).replace("Dazu @kant", "Dazu @k2")
    assert texts[EN] == FILES[EN].replace("kant", "k2")
    assert texts["facts.toml"] == FILES["facts.toml"].replace('"kant, S', '"k2, S').replace("@kant", "@k2")
    assert texts["sources.toml"] == FILES["sources.toml"].replace("[kant]", "[k2]")
    assert texts["sources.bib"] == FILES["sources.bib"]
    assert [str(one) for one in read(cited.root).reading.diagnostics if "citation" in one.code] == []


@pytest.mark.parametrize(("path", "words"), KANT)
def test_where_a_source_is_defined_and_used(cited: Read, path: str, words: str) -> None:
    (place,) = definitions(cited.index, *at(cited, path, words))
    assert (place.path, place.line, place.column) == ("sources.toml", 2, 2)
    used = references(cited.index, *at(cited, path, words), named=True)
    assert [f"{place.path}:{place.line}" for place in used] == [
        f"{DE}:5", f"{DE}:6", f"{DE}:11", f"{EN}:3", f"{EN}:3", f"{DE}:9", "facts.toml:3", "facts.toml:7", "sources.toml:2",
    ]  # fmt: skip


BIB = "@book{{{0}, title = {{bib}}}}\n@inbook{{part,\n  title = {{P}},\n  crossref = {{{0}}},\n  xdata = {{x, {0}}},\n}}\n"


@pytest.mark.parametrize(
    ("path", "words", "new", "file", "expected"),
    [
        (DE, "@b▮ib", "bib-2", "sources.bib", BIB.format("bib-2")),
        ("sources.bib", "crossref = {b▮ib", "b", "sources.bib", BIB.format("b")),
        (
            "sources.json",
            '"id": "js▮on"',
            "j",
            "sources.json",
            FILES["sources.json"].replace(': "json", "', ': "j", "', 2),
        ),
        (DE, "{nato▮:1949}", "nato", "sources.toml", FILES["sources.toml"].replace('"nato:1949"', "nato")),
        (
            "sources.toml",
            '"nato▮:1949"',
            "n.49",
            "sources.toml",
            FILES["sources.toml"].replace("nato:1949", "n.49"),
        ),
    ],
)
def test_the_files_of_sources(cited: Read, path: str, words: str, new: str, file: str, expected: str) -> None:
    apply(cited.root, rename(cited.index, *at(cited, path, words), new))
    assert (cited.root / file).read_text("utf-8") == expected
    again = read(cited.root)
    assert new in again.index.sources
    assert [str(one) for one in again.reading.diagnostics if "citation" in one.code] == []
    german = (cited.root / DE).read_text("utf-8")
    assert not new.startswith("n") or f"#source-{new.replace('.', '-')})" in german


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("bib", "already a source bib"),
        ("nato-1949", "already a source"),
        ("a b", "cannot be the key"),
        ("", "cannot be the key"),
        ("kant.", "cannot be the key"),
        ("größe", "cannot be the key"),
    ],
)
def test_what_cannot_be_a_key(cited: Read, new: str, why: str) -> None:
    with pytest.raises(RefusedName, match=why):
        rename(cited.index, *at(cited, DE, "@ka▮nt, S. 5"), new)


def test_what_the_series_has_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "series.toml": '[series]\nid = "r"\n',
            "sources.toml": FILES["sources.toml"].replace("kant", "shared"),
            "facts.toml": '[eight]\nnumber = 8\nsource = "kant, 5"\n',
        },
    )
    text = FILES[DE].replace("mehr", "[@shared] [@gone]")
    book = read(write(tmp_path / "book", {**FILES, DE: text}))
    for words, why in (
        ("[@shared▮]", r"stands in \.\./sources\.toml.*by hand"),
        ("[@go▮ne]", "the book has no source gone"),
    ):
        with pytest.raises(RefusedName, match=why):
            can_rename(book.index, *book.at(DE, words))
    (place,) = definitions(book.index, *book.at(DE, "[@shared▮]"))
    assert place.path == "../sources.toml"
    with pytest.raises(RefusedName, match="the fact eight of the series names the source kant"):
        rename(book.index, *book.at(DE, "@ka▮nt, S. 5"), "k2")


def test_a_file_that_chapters_include_refuses(tmp_path: Path) -> None:
    part = "chapters/de/parts/x.md"
    book = read(write(tmp_path / "book", {**FILES, part: "Dazu [@kant2; @bib]. me@kant.de\n"}))
    with pytest.raises(RefusedName, match=r"chapters/de/parts/x\.md, which is no chapter, cites bib"):
        rename(book.index, *book.at(DE, "@b▮ib"), "x")
    assert rename(book.index, *book.at(DE, "@ka▮nt, S. 5"), "k2")


def test_a_changed_file_refuses(cited: Read) -> None:
    (cited.root / "sources.bib").write_text("@book{bib, title = {New}}\n", "utf-8")
    with pytest.raises(RefusedName, match=r"sources\.bib has just been changed"):
        rename(cited.index, *at(cited, DE, "@b▮ib"), "x")


def test_keys_are_offered_in_facts_toml(tmp_path: Path, words: ManualWords) -> None:
    text, line, column = place_of('[five]\nnumber = 5\nsource = "ka▮"\n')
    book = read(write(tmp_path, {**FILES, "facts.toml": text}))
    found = complete(book.index, words, "facts.toml", line, column)
    assert found is not None
    assert ("kant", "kant") in [(item.label, item.inserted) for item in found.items]


@pytest.mark.parametrize(("path", "words_there"), KANT)
def test_a_source_is_shown_wherever_its_key_stands(
    cited: Read, words: ManualWords, path: str, words_there: str
) -> None:
    found = hover(cited.index, words, *at(cited, path, words_there))
    assert found is not None
    if "#" in words_there:  # a reference is shown as one
        assert found.heading == "#source-kant"
    else:
        assert (found.heading, found.rows) == ("kant", (("type", "book"), ("cited", "5 times")))


def test_keys_of_a_source_are_offered_and_shown(tmp_path: Path, words: ManualWords) -> None:
    text, line, column = place_of('[kant]\ntype = "book"\ntitle = "T"\npublisher-▮\n')
    book = read(write(tmp_path, {**FILES, "sources.toml": text}))
    found = complete(book.index, words, "sources.toml", line, column)
    assert found is not None
    assert "publisher-place" in [item.label for item in found.items]
    book = read(write(tmp_path, {**FILES, "sources.toml": text.replace("publisher-", 'publisher = "P"')}))
    shown = hover(book.index, words, "sources.toml", line, 4)
    assert shown is not None
    assert (shown.heading, shown.manual) == ("publisher", True)


@given(st.text(st.sampled_from("[@kant;] -{}>\n,S5.#`*"), max_size=60))
def test_the_key_stands_where_a_mark_says(text: str) -> None:
    lines = text.split("\n")
    for mark in index_chapter(text, DE, cites=True).of(MarkKind.SOURCE):
        if mark.exact:
            row = lines[mark.place.line - 1]
            assert row[mark.place.column - 1 : mark.place.end_column - 1] == mark.name
