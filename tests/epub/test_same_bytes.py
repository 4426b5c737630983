"""The same book gives the same EPUB: in another folder, time zone, language of the machine and order of hashes."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Built, build_book, copy_dossier


def test_the_same_bytes_anywhere(dossier: Built, tmp_path: Path) -> None:
    other = build_book(
        copy_dossier(tmp_path / "elsewhere" / "a folder"),
        "--edition",
        "epub",
        PYTHONHASHSEED="4711",
        TZ="Pacific/Auckland",
        LANG="tr_TR.UTF-8",
        SOURCE_DATE_EPOCH="1",
    )
    for locale in ("de", "en"):
        name = f"woche-der-diplomatie.{locale}.epub"
        assert other.file(name).read_bytes() == dossier.file(name).read_bytes()
