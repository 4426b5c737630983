"""Where a word is named, and where it is used."""

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.language_server.navigation import definitions, references
from tests.language_server.conftest import DE, DE_END, EN, EN_END, Read


def defined(book: Read, path: str, text: str) -> list[tuple[str, int, int]]:
    return [(e.path, e.line, e.column) for e in definitions(book.index, *book.at(path, text))]


def used(book: Read, path: str, text: str, *, named: bool = False) -> list[str]:
    return [where(e) for e in references(book.index, *book.at(path, text), named=named)]


def where(place: Extent) -> str:
    return f"{place.path}:{place.line}"


def test_a_fact_is_named_in_facts_toml(small: Read) -> None:
    assert defined(small, EN, "{fact=tr▮oops}") == [("facts.toml", 5, 2)]


def test_a_name_is_named_in_names_toml(small: Read) -> None:
    assert defined(small, DE, "[Selen▮skyj]") == [("names.toml", 3, 10)]
    assert defined(small, DE, "name=ky▮iv") == [("names.toml", 8, 1)]


def test_a_reference_leads_to_the_place_in_its_language(small: Read) -> None:
    assert defined(small, DE, "(#ka▮sten)") == [(DE_END, 5, 24)]
    assert defined(small, EN, "(#ka▮sten)") == [(EN_END, 5, 19)]
    assert defined(small, EN, "(#02-▮ende)") == [(EN_END, 1, 1)]
    assert defined(small, DE_END, "01-anfang.md#za▮hl") == [(DE, 10, 15)]


def test_an_id_of_a_translation_is_named_in_the_source(small: Read) -> None:
    assert defined(small, EN, "{#za▮hl}") == [(DE, 10, 15)]


def test_a_note_and_its_call_lead_to_one_another(small: Read) -> None:
    assert defined(small, DE, "[^que▮lle] Siehe") == [(DE, 8, 3)]
    assert defined(small, DE, "[^que▮lle]:") == [(DE, 6, 72)]


def test_a_picture_is_its_file(small: Read) -> None:
    assert defined(small, DE_END, "(images/bi▮ld.svg)") == [("chapters/de/images/bild.svg", 1, 1)]


def test_uses_in_all_locales(small: Read) -> None:
    troops = ["chapters/de/01-anfang.md:6", "chapters/en/01-anfang.md:6"]
    assert used(small, DE, "{fact=tr▮oops}") == troops
    assert used(small, "facts.toml", "[tr▮oops]") == troops
    assert used(small, "facts.toml", "[tr▮oops]", named=True) == [*troops, "facts.toml:5"]
    assert used(small, "names.toml", "ky▮iv =") == [
        "chapters/de/01-anfang.md:8",
        "chapters/en/01-anfang.md:8",
    ]
    zahl = ["chapters/de/02-ende.md:9"] * 2 + ["chapters/en/02-ende.md:9"] * 2
    assert used(small, DE, "{#za▮hl}") == zahl
    assert used(small, DE, "{#za▮hl}", named=True) == [
        *zahl,
        "chapters/de/01-anfang.md:10",
        "chapters/en/01-anfang.md:10",
    ]
    assert used(small, DE, "[^que▮lle]:") == ["chapters/de/01-anfang.md:6", "chapters/en/01-anfang.md:6"]
    assert used(small, DE, "(#02-▮ende)") == ["chapters/de/01-anfang.md:6", "chapters/en/01-anfang.md:6"]


def test_plain_words_lead_nowhere(small: Read) -> None:
    assert defined(small, DE, "Noch ein Ab▮satz") == []
    assert used(small, DE, "Noch ein Ab▮satz") == []
    assert defined(small, "facts.toml", "am▮ount") == []


def test_every_reference_of_the_dossier_leads_somewhere(dossier_read: Read) -> None:
    from bookbuilder.chapter_index.marks import MarkKind

    kinds = (
        MarkKind.REFERENCE,
        MarkKind.FACT,
        MarkKind.NAME,
        MarkKind.NOTE,
        MarkKind.NOTE_CALL,
        MarkKind.ID,
        MarkKind.IMAGE,
    )
    count = 0
    for mark in dossier_read.index.marks(*kinds):
        found = definitions(dossier_read.index, mark.place.path, mark.place.line, mark.place.column)
        assert found, mark
        count += 1
    assert count > 200
