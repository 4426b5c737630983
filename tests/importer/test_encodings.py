"""Texts in other encodings than UTF-8 make the book that they make in UTF-8, and each is told."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.importers.importer import Files, ImportRequest, choose
from bookbuilder.importers.source import ImportSource, file_source, folder_source
from bookbuilder.importers.text_encoding import with_utf8_texts
from bookbuilder.world import World
from tests.importer.imported import WORLD, archive, folder

WINDOWS = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1)
UNICODE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
SETTINGS = {
    "mdbook": {"SUMMARY.md": "* [Titel](a.md)\n", "book.toml": '[book]\ntitle = "Größe"\n'},
    "mkdocs": {"mkdocs.yml": "site_name: Größe\ndocs_dir: .\nnav: [{Titel: a.md}]\n"},
    "quarto": {"_quarto.yml": "book: {title: Größe, chapters: [a.md]}\n"},
    "myst": {"myst.yml": "project: {title: Größe, toc: [{file: a.md}]}\n"},
    "pandoc": {"metadata.yaml": "title: Größe\n"},
    "obsidian": {"b.md": "Größe [[a]]\n"},
    "markdown": {"b.md": "Größe\n"},
}


def made(source: ImportSource) -> tuple[Files | None, list[str]]:
    """Return the files that a source makes, and the places of its texts that are not in UTF-8."""
    findings = Findings()
    request = ImportRequest(with_utf8_texts(source, findings), "buch", locale="de", date="2024-01-01")
    importer, _ = choose(request, WORLD)
    files = importer.run(request, WORLD, findings)
    return files, [str(one.span) for one in findings.sorted() if one.code == "import.encoding"]


@given(WINDOWS)
@example("It’s")
def test_windows_1252(text: str) -> None:
    data = f"# Titel\n\n{text}\n".encode("cp1252")
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:  # its bytes are a text in UTF-8 as well
        return
    expected, _ = made(file_source("buch.md", f"# Titel\n\n{text}\n".encode()))
    assert made(file_source("buch.md", data)) == (expected, ["buch.md:3"])


@given(UNICODE, st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]))
def test_byte_order_marks(text: str, encoding: str) -> None:
    text = f"# Titel\n\n{text}\n"
    mark = {"utf-16-le": BOM_UTF16_LE, "utf-16-be": BOM_UTF16_BE}.get(encoding, b"")
    expected, _ = made(file_source("buch.md", text.encode()))
    told = [] if encoding == "utf-8-sig" else ["buch.md:1"]
    assert made(file_source("buch.md", mark + text.encode(encoding))) == (expected, told)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_kind_of_folder(encoding: str, settings: dict[str, str], ends: str) -> None:
    texts = {"a.md": "# Titel\n\nÄpfel – „süß“\n", **settings}
    expected, _ = made(folder(texts))
    assert expected is not None and any("Größe" in data.decode() for data in expected.values())
    given_texts = {name: text.replace("\n", ends).encode(encoding) for name, text in texts.items()}
    found, told = made(folder(given_texts))
    assert found == expected
    assert told == [] if encoding == "utf-8-sig" else "folder/a.md:" in " ".join(told)
    packed, _ = made(
        file_source("folder", archive({f"top/{name}": data for name, data in given_texts.items()}))
    )
    assert packed is not None and packed.keys() == expected.keys()


@pytest.mark.parametrize("name", ["brief.txt", "brief.md"])
def test_a_file_that_windows_wrote(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(
        "Der Brief\r\n\r\nEr schrieb: „Grüße“ und ging – nach Haus.\r\n".encode("cp1252")
    )
    assert main(["import", name, "--dir", "buch", "--locale", "de"]) == 0
    said = capsys.readouterr().err
    assert (
        f"{name}:3: notice: this file is not in UTF-8; it was read as Windows-1252 [import.encoding]" in said
    )
    chapters = [path.read_text(encoding="utf-8") for path in (tmp_path / "buch" / "chapters").rglob("*.md")]
    assert "„Grüße“ und ging – nach Haus" in "".join(chapters)


def test_a_folder_on_disk_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.md").write_bytes("# Größe\n\nx\n".encode("cp1252"))
    assert made(folder_source("buch", World(tmp_path)))[1] == ["buch/a/b.md:1"]
