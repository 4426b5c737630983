"""A GitBook: its settings, its cover, and pictures that lie beside its text."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bookbuilder.importers.importer import Files
from bookbuilder.importers.source import folder_source
from bookbuilder.world import World
from tests.importer.imported import codes, folder, imported, texts
from tests.importer.test_docx import png

SUMMARY = "# Summary\n\n* [Start](README.md)\n* [One \\(ok\\)](a/one.md)\n"
TEXTS: dict[str, str | bytes] = {"README.md": "Text.\n", "a/one.md": "Text.\n"}
BOOK = {
    "title": "Das Buch",
    "author": "Anna",
    "language": "de",
    "description": "Wovon es handelt",
    "isbn": "978-3-16-148410-0",
}


def settings_of(files: Files) -> dict[str, Any]:
    return tomllib.loads(files["book.toml"].decode())


@pytest.mark.parametrize("root", ["", "docs", "./docs/", "a/b"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("summary", ["SUMMARY.md", "CONTENTS.md"])
def test_book_json(root: str, mark: str, summary: str) -> None:
    top = f"{root.strip('./')}/" if root else ""
    book = {**BOOK, "root": root, **({"structure": {"summary": summary}} if summary != "SUMMARY.md" else {})}
    files, findings = imported(
        folder(
            {
                "book.json": mark + json.dumps(book, ensure_ascii=False),
                "cover.jpg": png(),
                f"{top}{summary}": SUMMARY,
                **{top + name: text for name, text in TEXTS.items()},
            }
        )
    )
    settings = settings_of(files)
    assert settings["book"]["authors"] == ["Anna"] and settings["imprint"]["isbn"]
    of_locale = settings["locales"]["de"]
    assert (of_locale["title"], of_locale["description"]) == ("Das Buch", "Wovon es handelt")
    assert of_locale["cover"] in files
    assert [text.partition("\n---")[0] for text in texts(files).values()] == [
        "---\ntitle: Start",
        "---\ntitle: One (ok)",
    ]
    assert "import.language" not in codes(findings)


@pytest.mark.parametrize(
    "book",
    [
        "",
        "{",
        "[]",
        "3",
        '{"title": 3, "author": [], "root": {}, "structure": []}',
        "[" * 100_000,
        "\xff",
        '{"root": "../.."}',
    ],
)
def test_settings_that_say_nothing(book: str) -> None:
    files, _ = imported(
        folder({"book.json": book.encode("latin-1"), "SUMMARY.md": SUMMARY, **TEXTS}), locale="en"
    )
    assert len(texts(files)) == 2


def test_authors_of_an_mdbook_before_those_of_a_gitbook() -> None:
    files, _ = imported(
        folder(
            {
                "book.toml": '[book]\ntitle = "A"\n',
                "book.json": json.dumps(BOOK),
                "SUMMARY.md": SUMMARY,
                **TEXTS,
            }
        ),
        locale="en",
    )
    assert settings_of(files)["locales"]["en"]["title"] == "A"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/images/k.png", "images/k.png"),
        ("/images/k.png", "docs/images/k.png"),
        ("../../images/k.png", "images/k.png"),
        ("../images/k.png", "docs/images/k.png"),
        ("images/k.png", "images/k.png"),
        ("../../.gitbook/assets/k%20(1).png", ".gitbook/assets/k (1).png"),
        ("<../../.gitbook/assets/k.png>", ".gitbook/assets/k.png"),
        ("/k.png", "docs/a/k.png"),
    ],
)
def test_pictures_beside_the_text(tmp_path: Path, address: str, place: str) -> None:
    source: dict[str, str | bytes] = {
        ".gitbook.yaml": "root: ./docs/\n",
        "docs/SUMMARY.md": SUMMARY,
        "docs/README.md": "Text.\n",
        "docs/a/one.md": f"# One\n\n![Karte]({address})\n",
        ".git/config": "x",
        place: png(),
    }
    for name, content in source.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    given = folder_source("buch", World(tmp_path))
    assert not given.has(".git/config")
    files, findings = imported(given, locale="de")
    assert "import.missing" not in codes(findings)
    assert any(data == png() for data in files.values()), texts(files)
    assert "images/k" in texts(files)["chapters/de/02-one.md"]
