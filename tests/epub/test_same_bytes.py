"""The same book gives the same EPUB: in another folder, time zone, language of the machine and order of hashes, made by one
process instead of several, and when the PDF whose page numbers it has is not made with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Built, build_book, copy_dossier


@pytest.mark.heavy
def test_the_same_bytes_anywhere(dossier: Built, tmp_path: Path) -> None:
    other = build_book(
        copy_dossier(tmp_path / "elsewhere" / "a folder"),
        *("--edition", "epub", "--jobs", "1"),
        PYTHONHASHSEED="4711",
        TZ="Pacific/Auckland",
        LANG="tr_TR.UTF-8",
        SOURCE_DATE_EPOCH="1",
    )
    assert not list(other.output.glob("*.pdf"))
    for locale in ("de", "en"):
        name = f"woche-der-diplomatie.{locale}.epub"
        assert other.file(name).read_bytes() == dossier.file(name).read_bytes()
