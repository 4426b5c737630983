"""The texts of book.toml: how they stand, and that an import changes nothing else in the file."""

from __future__ import annotations

import difflib
import json
import tomllib
from pathlib import Path

import pytest

from bookbuilder.cli import main
from tests.cases import book
from tests.translate.schema import SCHEMA
from tests.translate.translator import copy_sources

BOOK = """\
# What the book is called.
[book]
id = "fall"
source = "de"
date = 2022-01-24
thema = [{ code = "JPSD", name = { de = "Diplomatie", en = 'Diplomacy' } }, "1DTN"]

[locales.de]
title = "Der Hafen"           # kurz
description = "Ein Buch über *Boote* {und} mehr."
keywords = ["Boot", "Hafen", "NATO"]
series = "Reihe"

[locales.en]
title = 'The Harbor' # short
keywords = [
    "boat", # one
    "harbor"
]

[locales.fr]
tag = "fr"
title = "Le port"

[imprint]
publisher = "Musterverlag"    # for all
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"
rights = { de = "Alle Rechte vorbehalten." }
issn = "0028-0836"

# Who made what.
[imprint.credits]
de = ["Foto: Haus", "Karte: Haus"]
"""
TEXT = "# Kapitel\n\nEin Satz.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {f"chapters/{name}/01-a.md": TEXT for name in ("de", "en", "fr")}
    return book.write(tmp_path, {**files, "book.toml": BOOK})


def status(capsys: pytest.CaptureFixture[str], root: Path, locale: str = "en") -> list[tuple[str, int, str]]:
    """Return what is not done of book.toml: standing, line, text."""
    capsys.readouterr()
    assert main(["status", str(root), "--json", "-c", "book.toml", "-l", locale]) == 0
    (one,) = json.loads(capsys.readouterr().out)["locales"][locale]
    return [(block["standing"], block["line"], block["text"]) for block in one["open"]]


def export(root: Path, locale: str = "en", *words: str, form: str = "xliff") -> Path:
    into = root / "out"
    arguments = ["translate", "export", locale, "-c", "book.toml", "-f", form, "--force", "--into", str(into)]
    assert main([*arguments, *words, "--book", str(root)]) == 0
    return copy_sources(into / f"{locale}.xlf") if form == "xliff" else into / f"{locale}.po"


def edited(file: Path, *changes: tuple[str, str]) -> Path:
    content = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert content.count(old) == 1, (old, content.count(old))
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")
    return file


def bring(root: Path, *files: Path) -> int:
    return main(["translate", "import", *map(str, files), "--book", str(root)])


def changes(root: Path) -> list[str]:
    """Return what an import has done to book.toml: lines that are gone (-), and lines that are new (+)."""
    new = (root / "book.toml").read_text(encoding="utf-8")
    found = difflib.ndiff(BOOK.split("\n"), new.split("\n"))
    return [line for line in found if line[0] in "+-"]


def test_how_the_texts_stand(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {one[0] for one in status(capsys, root)} == {"missing"}
    assert main(["translate", "sync", "book.toml", "-l", "en", "--book", str(root)]) == 0
    said = capsys.readouterr().out
    assert "en: 4 blocks recorded" in said
    assert f"{root.as_posix()}/book.toml:10:1: nothing translates this: Ein Buch über *Boote*" in said
    assert status(capsys, root) == [
        ("missing", 10, "Ein Buch über Boote {und} mehr."),
        ("missing", 12, "Reihe"),
        ("missing", 11, "NATO"),
        ("missing", 30, "Alle Rechte vorbehalten."),
        ("missing", 35, "Foto: Haus"),
        ("missing", 35, "Karte: Haus"),
    ]
    found = tomllib.loads((root / "l10n/en/book/texts.toml").read_text(encoding="utf-8"))["block"]
    assert [(one["key"], one["text"]) for one in found] == [
        ("locales/title", "Der Hafen"),
        ("locales/keywords", "Boot"),
        ("locales/keywords", "Hafen"),
        ("book/thema/0", "Diplomatie"),
    ]


def test_a_title_that_is_quite_another_is_outdated(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "sync", "book.toml", "-l", "en", "--book", str(root)]) == 0
    before = status(capsys, root)
    edited(root / "book.toml", ("Der Hafen", "Auf See"), ('"Boot", "Hafen"', '"Boot", "Meer", "Hafen"'))
    after = status(capsys, root)
    assert [one for one in after if one not in before] == [
        ("outdated", 9, "Auf See"),
        ("missing", 11, "Meer"),
    ]
    edited(root / "book.toml", ("'The Harbor'", "'At Sea'"))
    assert ("outdated", 9, "Auf See") in status(capsys, root)
    assert main(["translate", "sync", "book.toml", "9", "-l", "en", "--book", str(root)]) == 0
    assert ("outdated", 9, "Auf See") not in status(capsys, root)
    edited(root / "book.toml", ("'At Sea'", "'On the Sea'"))
    assert ("edited", 9, "Auf See") in status(capsys, root)


@pytest.mark.parametrize("form", ["xliff", "po"])
def test_what_comes_back_unchanged_changes_nothing(root: Path, form: str) -> None:
    assert main(["translate", "sync", "book.toml", "-l", "en", "--book", str(root)]) == 0
    state = (root / "l10n/en/book/texts.toml").read_bytes()
    assert bring(root, export(root, "en", "--all", form=form)) == 0
    assert (root / "book.toml").read_text(encoding="utf-8") == BOOK
    assert (root / "l10n/en/book/texts.toml").read_bytes() == state


def test_an_import_changes_the_texts_and_nothing_else(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "sync", "book.toml", "-l", "en", "--book", str(root)]) == 0
    edited(root / "book.toml", ("Der Hafen", "Der neue Hafen"))
    file = export(root)
    content = file.read_text(encoding="utf-8")
    SCHEMA.validate(content)
    assert '<file original="book.toml" source-language="de" target-language="en"' in content
    assert '<note from="bookbuilder">title in book</note>' in content
    assert "<source>Ein Buch über *Boote* {und} mehr.</source>" in content, "it is no Markdown"
    edited(
        file,
        (">The Harbor</target>\n<context", ">The New 'Harbor'</target>\n<context"),
        (
            '"new" xml:lang="en">Ein Buch über *Boote* {und} mehr.',
            '"new" xml:lang="en">A book about *boats* {and} more.',
        ),
        ('"new" xml:lang="en">NATO', '"translated" xml:lang="en">NATO'),
        ('"new" xml:lang="en">Alle Rechte vorbehalten.', '"new" xml:lang="en">All "rights" reserved.'),
        ('"new" xml:lang="en">Foto: Haus', '"new" xml:lang="en">Photo: House'),
        ('"new" xml:lang="en">Karte: Haus', '"new" xml:lang="en">Map: House'),
    )
    assert bring(root, file) == 0
    assert changes(root) == [
        '- title = "Der Hafen"           # kurz',
        '+ title = "Der neue Hafen"           # kurz',
        "- title = 'The Harbor' # short",
        "+ title = \"The New 'Harbor'\" # short",
        '-     "harbor"',
        '+     "harbor",',
        '+     "NATO"',
        '+ description = "A book about *boats* {and} more."',
        '- rights = { de = "Alle Rechte vorbehalten." }',
        '+ rights = { de = "Alle Rechte vorbehalten.", en = "All \\"rights\\" reserved." }',
        '+ en = ["Photo: House", "Map: House"]',
    ]
    assert status(capsys, root) == [("missing", 12, "Reihe")]
    before = (root / "book.toml").read_bytes()
    assert bring(root, file) == 0
    assert (root / "book.toml").read_bytes() == before, "a file may come twice"


def test_files_of_two_languages_go_into_one_file(root: Path) -> None:
    (root / "book.toml").write_bytes(BOOK.replace("\n", "\r\n").encode())
    files = [
        edited(export(root, name), (f">{old}</target>", f">{title}</target>"))
        for name, old, title in (("en", "The Harbor", "The Port"), ("fr", "Le port", "Au port"))
    ]
    assert bring(root, *files) == 0
    expected = BOOK.replace("The Harbor", "The Port").replace("Le port", "Au port")
    assert (root / "book.toml").read_bytes() == expected.replace("\n", "\r\n").encode()


def test_keys_may_be_written_in_any_way(root: Path) -> None:
    inline = BOOK[BOOK.index("[locales.de]") : BOOK.index("[imprint]")]
    text = BOOK.replace(inline, "").replace(
        "# What the book",
        'locales.de = { title = "Der Hafen", description = "Boote" }\nlocales.en.title = "x"\n# What',
    )
    (root / "book.toml").write_text(text, encoding="utf-8")
    file = edited(export(root), ('"new" xml:lang="en">Boote', '"new" xml:lang="en">Boats'))
    assert bring(root, file) == 0
    assert 'locales.en.title = "x"\nlocales.en.description = "Boats"\n' in (root / "book.toml").read_text(
        "utf-8"
    )
    text = text.replace('rights = { de = "Alle Rechte vorbehalten." }', "").replace(
        "[imprint.credits]", "[imprint.rights]"
    )
    text = text.replace('de = ["Foto: Haus", "Karte: Haus"]', 'de = "Alle Rechte."')
    (root / "book.toml").write_text(text, encoding="utf-8")
    file = edited(export(root), ('"new" xml:lang="en">Alle Rechte.', '"new" xml:lang="en">All rights.'))
    assert bring(root, file) == 0
    assert (root / "book.toml").read_text(encoding="utf-8") == text + 'en = "All rights."\n'


def test_the_glossary_and_numbers_are_compared(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "glossary.toml").write_text(
        '[harbor]\nterm = "Hafen"\nen = "harbor"\nnote = "No port."\n', "utf-8"
    )
    edited(root / "book.toml", ("Ein Buch über *Boote* {und} mehr.", "Boote von 1912."))
    file = export(root)
    assert "glossary: “Hafen”: “harbor”; No port.</note>" in file.read_text(encoding="utf-8")
    edited(file, ('"new" xml:lang="en">Boote von 1912.', '"new" xml:lang="en">Boats of 1921.'))
    assert bring(root, file) == 1
    assert "[exchange.number]" in capsys.readouterr().err
    assert "Boats" not in (root / "book.toml").read_text(encoding="utf-8")


def test_adopting_takes_what_has_the_same_key(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "adopt", "en", "--list", "--book", str(root)]) == 0
    assert [one[0] for one in status(capsys, root)] == ["missing"] * 6
    edited(root / "book.toml", ("'The Harbor'", "'The Port'"))
    state = (root / "l10n/en/book/texts.toml").read_bytes()
    assert main(["translate", "adopt", "en", "--list", "--book", str(root)]) == 0
    assert (root / "l10n/en/book/texts.toml").read_bytes() == state, "what is known stays"
