"""What can be written at a position."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bookbuilder.build_step import DirectRunner
from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.language_server.book_index import ChapterCache, index_book
from bookbuilder.language_server.book_reading import read_book
from bookbuilder.language_server.completion import Suggestions, complete
from bookbuilder.language_server.hover import hover
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.suggestion import Suggestion
from bookbuilder.world.edited_files import EditedFiles
from tests.cases import book
from tests.language_server.conftest import DE, MARK, Read, place_of, read

Ask = Callable[..., Suggestions | None]


@pytest.fixture
def asked(small: Read, words: ManualWords) -> Ask:
    """Ask what can be written at the mark ▮ in a text that is a chapter of the small book."""

    def ask(text: str, path: str = DE) -> Suggestions | None:
        whole, line, column = place_of(text)
        index = small.index.with_chapter(index_chapter(whole, path))
        return complete(index, words, path, line, column)

    return ask


def labels(found: Suggestions | None) -> list[str]:
    return [one.label for one in found.items] if found else []


def one(found: Suggestions | None, label: str) -> Suggestion:
    assert found is not None
    return next(item for item in found.items if item.label == label)


HEAD = "---\ntitle: T\n---\n\n"


def test_facts_with_what_they_print(asked: Ask) -> None:
    found = asked(f"{HEAD}Es sind [x]{{fact=tr▮")
    assert labels(found) == ["aid", "troops", "day"]
    assert one(found, "troops").detail == "100.000"
    assert found is not None
    assert (found.place.column, found.place.end_column) == (18, 20)  # what is written is replaced


def test_names_with_their_form(asked: Ask) -> None:
    found = asked(f"{HEAD}[x]{{name=▮}}")
    assert labels(found) == ["biden", "zelensky", "kyiv"]
    assert one(found, "zelensky").detail == "Wolodymyr Selenskyj"


def test_ids_and_chapters(asked: Ask) -> None:
    found = asked(f"{HEAD}Siehe [x](▮)")
    assert {"#kasten", "#01-anfang", "#02-ende"} <= set(labels(found))
    assert one(found, "#02-ende").detail == "Das Ende"
    assert labels(asked(f"{HEAD}Siehe [](#ka▮")) == ["kasten", "01-anfang", "02-ende"]
    assert labels(asked(f"{HEAD}Siehe [](02-ende.md#▮)")) == ["kasten"]


def test_ids_are_those_of_the_language(asked: Ask) -> None:
    assert one(asked("# T\n\n[](▮)", "chapters/en/03-new.md"), "#02-ende").detail == "The End"


def test_pictures_from_the_folder_of_the_chapter(asked: Ask) -> None:
    assert labels(asked(f"{HEAD}![Bild](im▮)")) == ["images/bild.svg", "../en/images/bild.svg"]


def test_notes(asked: Ask) -> None:
    found = asked(f"{HEAD}Ein Satz.[^▮\n\nNoch einer.[^b]\n\n[^a]: Die Anmerkung.\n")
    assert found is not None
    assert [(item.label, item.detail) for item in found.items] == [
        ("a", "Die Anmerkung."),
        ("b", "has no note yet"),
    ]


def test_directives_and_their_options(asked: Ask) -> None:
    assert {"aside", "figure", "index", "table"} <= set(labels(asked(f"{HEAD}::: ▮")))
    options = asked(f"{HEAD}::: figure {{credit=x ▮}}")
    assert "float" in labels(options) and "credit" not in labels(options)
    assert one(options, "float").inserted == "float="
    assert "places" in labels(asked(f"{HEAD}::: index {{of=▮}}"))


def test_attributes_behind_words_links_and_above_blocks(asked: Ask) -> None:
    behind_words = labels(asked(f"{HEAD}[x]{{▮}}"))
    assert {"fact", "name", "index", "lang", "fact=troops", "name=kyiv"} <= set(behind_words)
    assert labels(asked(f"{HEAD}[x](#zahl){{▮}}")) == ["lang", "ref", "title"]
    above = labels(asked(f"{HEAD}{{▮}}\nWorte.\n"))
    assert "lines" in above and "fact" not in above
    assert "fact" not in labels(asked(f"{HEAD}[x]{{fact=troops ▮}}"))


@pytest.mark.parametrize(
    ("braces", "wanted"),
    [
        ("{fact=troops form=▮}", ["short", "long", "spellout", "ordinal", "digits", "written"]),
        ("{fact=day form=▮}", ["day", "full", "short", "week", "year", "written"]),
        ("{name=kyiv form=▮}", ["full", "short", "written"]),
        ("{index=x of=▮}", ["persons", "places", "organisations"]),
        ("{lang=▮}", ["de", "en"]),
        ("{translate=▮}", ["no"]),
        ("{fact=aid equivalent=▮}", ["no", "brackets", "sign"]),
    ],
)
def test_values_of_attributes(asked: Ask, braces: str, wanted: list[str]) -> None:
    assert labels(asked(f"{HEAD}[x]{braces}")) == wanted


def test_front_matter(asked: Ask) -> None:
    keys = asked("---\ntitle: T\n▮\n---\n")
    assert "kind" in labels(keys) and "title" not in labels(keys)
    assert one(keys, "kind").inserted == "kind: "
    assert "day" in labels(asked("---\ntitle: T\nkind: ▮\n---\n"))
    assert labels(asked("---\npart: ▮\n---\n")) == ["front", "main", "back"]
    assert "01-anfang" in labels(asked("---\ntranslates: ▮\n---\n", "chapters/en/x.md"))
    assert labels(asked("---\ntitle: A [b]{fact=▮}\n---\n")) == ["aid", "troops", "day"]


@pytest.mark.parametrize(
    ("path", "text", "some"),
    [
        ("facts.toml", "[x]\n▮\n", {"amount", "date", "number", "source"}),
        ("facts.toml", '[x]\namount = "1 USD"\nra▮\n', {"rate", "rates"}),
        ("names.toml", "[persons.x]\n▮\n", {"name", "full", "not"}),
        ("book.toml", "▮\n", {"book", "locales"} - {"book", "locales"}),
        ("book.toml", "[bo▮\n", {"book", "locales", "editions"}),
        ("book.toml", "[book]\n▮\n", {"id", "source", "theme", "authors"}),
        ("book.toml", "[locales.de]\n▮\n", {"tag", "title", "subtitle"}),
        ("book.toml", "[book]\nauthors = [{ na▮\n", {"name", "sort", "role"}),
        ("book.toml", '[book]\nequivalent = { tables = "▮\n', {"brackets", "sign"}),
        ("book.toml", '[print]\nlinks = "▮"\n', {"note", "inline", "qr", "none"}),
        ("book.toml", "[imprint]\ntdm = ▮\n", {"true", "false"}),
        ("book.toml", "[locales.de]\nhome_currency = ▮\n", {"EUR", "CHF", "XAF"}),
        ("book.toml", '[locales.de]\nhome_currency = "C▮"\n', {"CHF", "CAD"}),
        ("book.toml", "[editions.pdf]\nprinter = ▮\n", {"bod", "kdp", "lulu", "offset"}),
        ("facts.toml", '[x]\namount = "5 ▮"\n', {"USD", "EUR"}),
        ("facts.toml", '[x]\namount = "5 USD"\nequivalent = "▮"\n', {"USD", "EUR"}),
        ("facts.toml", '[x]\namount = "5 USD"\n[x.rates]\n▮\n', {"EUR", "CHF"}),
        ("glossary.toml", '[x]\nterm = "A"\n▮\n', {"not", "note", "en"}),
        ("glossary.toml", '[x]\nterm = "A"\nnot = { ▮\n', {"en"}),
    ],
)
def test_toml(small: Read, words: ManualWords, path: str, text: str, some: set[str]) -> None:
    """The file may be broken meanwhile: the book is the one that was read last."""
    whole, line, column = place_of(text)
    index = small.index
    file = replace(index.files[path], text=whole)
    found = labels(complete(replace(index, files={**index.files, path: file}), words, path, line, column))
    assert some <= set(found), found


def test_a_value_is_written_as_toml_has_it(small: Read, words: ManualWords) -> None:
    for text, written in (
        ("[locales.de]\nhome_currency = ▮\n", '"EUR"'),
        ('[locales.de]\nhome_currency = "▮"\n', "EUR"),
    ):
        whole, line, column = place_of(text)
        file = replace(small.index.files["book.toml"], text=whole)
        index = replace(small.index, files={**small.index.files, "book.toml": file})
        found = complete(index, words, "book.toml", line, column)
        assert one(found, "EUR").inserted == written and one(found, "EUR").detail == "Euro"


def test_printers_of_the_book_and_keys_that_are_not_there_yet(small_root: Path, words: ManualWords) -> None:
    text, line, column = place_of('[draft]\nterm = "Entwurf"\nen = "draft"\n▮\n')
    book = read(small_root, {"glossary.toml": text, "printers/haus.toml": "marks = true\n"})
    assert labels(complete(book.index, words, "glossary.toml", line, column)) == [
        *("not", "note", "meaning", "entry"),
    ]
    whole, line, column = place_of("[editions.pdf]\nprinter = ▮\n")
    files = {**book.index.files, "book.toml": replace(book.index.files["book.toml"], text=whole)}
    found = complete(replace(book.index, files=files), words, "book.toml", line, column)
    assert "haus" in labels(found)


@pytest.mark.parametrize("text", ['[x]\namount = "5▮"\n', "[x]\namount = ▮\n"])
def test_a_sum_is_not_replaced_by_a_currency(small: Read, words: ManualWords, text: str) -> None:
    whole, line, column = place_of(text)
    file = replace(small.index.files["facts.toml"], text=whole)
    index = replace(small.index, files={**small.index.files, "facts.toml": file})
    assert labels(complete(index, words, "facts.toml", line, column)) == []


def test_the_source_of_a_book_is_one_of_its_locales(small: Read, words: ManualWords) -> None:
    path, line, column = small.at("book.toml", 'source = "▮de"')
    assert labels(complete(small.index, words, path, line, column)) == ["de", "en"]


@pytest.mark.parametrize("text", ["Ein Satz ▮mit Worten", "`[x]{▮`", "Ein Satz: ▮", "# Kap▮", ""])
def test_plain_words_suggest_nothing(asked: Ask, text: str) -> None:
    found = asked(HEAD + (text or MARK))
    assert text == "`[x]{▮`" or found is None


def test_a_book_of_many_facts_says_that_there_are_more(small_root: Path, words: ManualWords) -> None:
    facts = "".join(f"[fact-{number}]\nnumber = {number}\n" for number in range(700))
    text, line, column = place_of(f"{HEAD}[x]{{fact=699▮")
    book = read(small_root, {"facts.toml": facts, DE: text})
    found = complete(book.index, words, DE, line, column)
    assert found is not None and not found.whole
    assert labels(found) == ["fact-699"]


def test_keys_of_sources(tmp_path: Path, words: ManualWords) -> None:
    sources = (
        '[kant]\ntype = "book"\ntitle = "Zum ewigen Frieden"\nauthor = "Kant, Immanuel"\nissued = 1795\n'
    )
    text = "# A\n\nText [siehe @ka"
    files = {
        "chapters/de/01-a.md": text,
        "sources.toml": sources,
        "sources.bib": "@book{nato, title = {A}}\n",
    }
    reading = read_book(EditedFiles(book.write(tmp_path, files)), DirectRunner())
    index = index_book(reading, ChapterCache())
    assert index is not None
    found = complete(index, words, "chapters/de/01-a.md", 3, len("Text [siehe @ka") + 1)
    assert found is not None
    assert [(item.label, item.detail) for item in found.items] == [
        ("nato", "nato"),
        ("kant", "Kant: Zum ewigen Frieden (1795)"),
    ]
    assert (found.place.column, found.place.end_column) == (14, 16)
    shown = hover(index, words, "chapters/de/01-a.md", 3, 14)
    assert shown is None  # `ka` is no source yet
    assert complete(index, words, "chapters/de/01-a.md", 1, 3) is None


def test_a_source_is_shown(tmp_path: Path, words: ManualWords) -> None:
    files = {
        "chapters/de/01-a.md": "# A\n\nText [siehe @kant, S. 5] und mail@kant.de.\n",
        "sources.toml": '[kant]\ntype = "book"\ntitle = "Zum ewigen Frieden"\npublisher = "N"\n',
    }
    index = index_book(read_book(EditedFiles(book.write(tmp_path, files)), DirectRunner()), ChapterCache())
    assert index is not None
    found = hover(index, words, "chapters/de/01-a.md", 3, 15)
    assert found is not None
    assert (found.heading, found.rows) == (
        "Zum ewigen Frieden",
        (("type", "book"), ("publisher", "N"), ("cited", "once")),
    )
    assert hover(index, words, "chapters/de/01-a.md", 3, 39) is None
