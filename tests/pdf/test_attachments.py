"""Files that travel in a PDF are found by viewers, say how they belong to the book, and break no standard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pikepdf
import pytest

from bookbuilder import api
from bookbuilder.formats.pdf import finish
from bookbuilder.formats.pdf.link import Attachment
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
    whole = finish.whole

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finish, "whole", partial(whole, attachments=FILES))
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
    whole = finish.whole

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finish, "whole", partial(whole, attachments=FILES[::-1]))
        result = api.build(root, jobs=1)
    assert result.files[0].read_bytes() == printed.read_bytes()
