"""Files that travel in a PDF are found by viewers, say how they belong to the book, and break no standard."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.formats.pdf.link import attachments
from bookbuilder.formats.pdf.link.link_input import Attachment
from tests.cases import book
from tests.validators import qpdf_check, verapdf

FILES = (
    Attachment(
        "zahlen (2).csv", "text/csv", b"jahr;betrag\n2022;200\n" * 50, "Data", "Die Zahlen hinter Tafel 2"
    ),
    Attachment("aä.md", "text/markdown", "# Größe\n".encode(), "Source"),
    Attachment(
        "b.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Alternative", "Ein Bild"
    ),
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = book.write(
        tmp_path_factory.mktemp("a") / "book", {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attachments, "attachments", lambda *_: FILES)
        result = api.build(root, jobs=1)
    assert not result.failed, result.diagnostics
    return result.files[0]


def test_each_is_listed_by_its_name_in_the_order_of_a_tree_of_names(printed: Path) -> None:
    with pikepdf.open(printed) as made:
        listed = list(made.Root.Names.EmbeddedFiles.Names[::2])
        assert [str(name) for name in listed] == ["aä.md", "b.svg", "zahlen (2).csv"]
        assert [bytes(name) for name in listed] == sorted(bytes(name) for name in listed)
        for one in FILES:
            found = made.attachments[one.name]
            assert (found.get_file().read_bytes(), found.get_file().mime_type) == (one.data, one.media_type)
            assert (found.description, found.get_file().size) == (one.description, len(one.data))


def test_each_says_how_it_belongs_to_the_book(printed: Path) -> None:
    with pikepdf.open(printed) as made:
        said = {str(one.UF): str(one.AFRelationship) for one in made.Root.AF}
        assert said == {one.name: f"/{one.relationship}" for one in FILES}
        assert {one.objgen for one in made.Root.AF} == {
            one.objgen for one in made.Root.Names.EmbeddedFiles.Names[1::2]
        }


def test_strangers_find_no_fault(printed: Path) -> None:
    assert qpdf_check(printed) == ()
    assert verapdf(printed, "3a", "ua1") == {"3a": {}, "ua1": {}}


def test_the_order_in_which_they_come_says_nothing(printed: Path, tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attachments, "attachments", lambda *_: FILES[::-1])
        result = api.build(root, jobs=1)
    assert result.files[0].read_bytes() == printed.read_bytes()


CHAPTERS: dict[str, str | bytes] = {
    "chapters/de/01-anfang.md": "# Der *Anfang*\n\n[200 Dollar]{fact=hilfe}.\n",
    "chapters/de/02-ende.md": "\ufeff# Ende\r\n\r\nEin Satz.\r\n",
    "chapters/en/01-anfang.md": "# The Beginning\n\n[200 dollars]{fact=hilfe}.\n",
    "chapters/en/02-ende.md": "# The End\n\nA sentence.\n",
    "facts.toml": '[hilfe]\namount = "200 USD"\n',
    "names.toml": "# none yet\n",
}
ALL = 'attachments = ["names", "chapters", "facts"]\n'


def test_a_book_carries_what_it_was_made_from(tmp_path: Path) -> None:
    files = {
        **CHAPTERS,
        "chapters/de/01-anfang.md": "# Der *Anfang*\n\n[200 Dollar]{fact=hilfe} bewilligt.\n",
    }
    root = book.write(tmp_path, files, editions=book.PRINT + ALL)
    result = api.build(root, locales=("de",), jobs=1)
    assert not result.failed, result.diagnostics
    assert qpdf_check(result.files[0]) == ()
    assert verapdf(result.files[0], "3a", "ua1") == {"3a": {}, "ua1": {}}
    with pikepdf.open(result.files[0]) as made:
        found = {
            name: (one.get_file().read_bytes(), one.get_file().mime_type, one.description)
            for name, one in made.attachments.items()
        }
        days = {str(one.EF.F.Params.ModDate) for one in made.Root.AF}
        assert {str(one.AFRelationship) for one in made.Root.AF} == {"/Source"}
    chapters = (root / "chapters/de/01-anfang.md", root / "chapters/de/02-ende.md")
    assert found == {
        "01-anfang.md": (chapters[0].read_bytes(), "text/markdown", "Quelltext: Der Anfang"),
        "02-ende.md": (chapters[1].read_bytes(), "text/markdown", "Quelltext: Ende"),
        "facts.toml": (
            (root / "facts.toml").read_bytes(),
            "application/toml",
            "Die Beträge, Zahlen und Daten des Buches",
        ),
        "names.toml": ((root / "names.toml").read_bytes(), "application/toml", "Die Namen im Buch"),
    }
    assert days == {"D:20220124000000Z"}


def test_only_what_was_asked_for(tmp_path: Path) -> None:
    root = book.write(tmp_path, CHAPTERS, editions=book.PRINT + 'attachments = ["facts"]\n')
    for place in api.build(root, locales=("en",), jobs=1).files:
        with pikepdf.open(place) as made:
            assert {name: one.description for name, one in made.attachments.items()} == {
                "facts.toml": "The amounts, numbers and dates of the book"
            }


def test_a_corrected_fact_comes_into_the_next_file(tmp_path: Path) -> None:
    root = book.write(tmp_path, CHAPTERS, editions=book.PRINT + ALL)
    api.build(root, locales=("en",), jobs=1)
    more = (root / "facts.toml").read_text() + "# A word to translators.\n"
    (root / "facts.toml").write_text(more)
    (place,) = api.build(root, locales=("en",), jobs=1).files
    with pikepdf.open(place) as made:
        assert made.attachments["facts.toml"].get_file().read_bytes() == more.encode()


def test_what_is_not_there(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": book.CHAPTER}
    root = book.write(tmp_path, files, editions=book.PRINT + ALL)
    assert book.told(api.build(root, jobs=1).diagnostics) == (
        "book.toml:16:11: warning: the PDF shall carry facts.toml, but the book has no such file [attachment.missing]\n"
        "book.toml:16:11: warning: the PDF shall carry names.toml, but the book has no such file [attachment.missing]\n"
    )


def test_a_single_pass_says_that_it_carries_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": book.CHAPTER}
    root = book.write(tmp_path, files, editions=book.PRINT + 'attachments = ["chapters"]\n')
    result = api.build(root, jobs=1, single_pass=True)
    assert book.told(result.diagnostics) == (
        "book.toml:16:11: notice: a PDF that is laid out in one piece carries no attachments [attachment.single]\n"
    )
    with pikepdf.open(result.files[0]) as made:
        assert not made.attachments


def test_a_kind_of_attachment_that_there_is_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": book.CHAPTER}
    root = book.write(tmp_path, files, editions=book.PRINT + 'attachments = ["chapter"]\n')
    assert book.told(api.build(root, jobs=1).diagnostics) == (
        "book.toml:18:16: error: editions.print.attachments cannot be 'chapter' [book.value]\n"
        '  hint: did you mean "chapters"?\n'
    )
