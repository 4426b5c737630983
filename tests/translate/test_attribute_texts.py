"""Texts that stand inside another one and are printed elsewhere are units: sub-entries and entries of an index, titles."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.api import build
from bookbuilder.cli import main
from bookbuilder.translate.attribute_texts import attribute_texts
from bookbuilder.translate.chapter_blocks import blocks
from tests.cases import book
from tests.growth import at_most
from tests.translate.translator import translate

SOURCE = """\
---
title: 'Nach [Kiew]{name=kyiv sub="im Titel"}'
events:
  - 'In [Kiew]{name=kyiv sub="im Ereignis"}'
---

In [Kiew]{name=kyiv sub="Blinkens Besuch"} und in [Moskau]{name=moscow sub="Lawrows Amt"} war
der [Präsident]{index="Amt!im Osten" of=things}, sagt [die Zeitung](https://example.org "Ein Blatt").

![Eine Karte](karte.png "Der Osten")

- Ein Punkt mit [Kiew]{name=kyiv sub=Hauptstadt}.

::: index {of=places title=Orte show="office dates"}
:::
"""
NAMES = """\
[places.kyiv]
de = "Kiew"
en = "Kyiv"
[places.moscow]
de = "Moskau"
en = "Moscow"
"""


def test_each_is_a_block_behind_that_in_which_it_stands() -> None:
    found = blocks(SOURCE, "chapters/de/01-a.md")
    assert [(one.kind, one.text, one.anchor) for one in found if one.embedded] == [
        ("mark sub-entry", "im Titel", "kyiv"),
        ("mark sub-entry", "im Ereignis", "kyiv"),
        ("mark sub-entry", "Blinkens Besuch", "kyiv"),
        ("mark sub-entry", "Lawrows Amt", "moscow"),
        ("mark entry", "Amt", ""),
        ("mark sub-entry", "im Osten", ""),
        ("link hint", "Ein Blatt", "https://example.org"),
        ("picture hint", "Der Osten", "karte.png"),
        ("item mark sub-entry", "Hauptstadt", "kyiv"),
    ]
    for one in found:
        assert [SOURCE[a:b] for a, b in one.pieces] == one.text.split("\n"), one
    assert [one.text for one in found if one.kind.startswith("index")] == ["Orte"], "show= holds no words"


def written(root: Path) -> Path:
    return book.write(
        root,
        {
            "names.toml": NAMES,
            "chapters/de/01-a.md": SOURCE,
            "chapters/en/01-a.md": SOURCE,
        },
    )


def said(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    capsys.readouterr()
    main(list(line))
    return capsys.readouterr().out


WORDS = {
    "im Titel": "in the title",
    "im Ereignis": "it’s an 'event'",
    "Blinkens Besuch": "Blinken’s visit",
    "Lawrows Amt": 'Lavrov’s "office"',
    "im Osten": "in the East",
    "Ein Blatt": "A paper",
    "Der Osten": "The East",
    "Hauptstadt": "a capital",
    "Orte": "all places",
    "Amt": "Office",
}


@pytest.mark.parametrize("others", [False, True], ids=["alone", "with all others"])
def test_they_go_out_and_come_back(others: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Alone they go into the file as it is; with the texts in which they stand they go into those as they come back."""
    root = written(tmp_path)
    if not others:
        assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
        state = root / "l10n/en/01-a.toml"
        tables = state.read_text().split("[[block]]")
        left = [one for one in tables if "\nkey = " not in one and "\ntext = 'Orte'" not in one]
        state.write_text("[[block]]".join(left))
    assert main(["translate", "export", "en", "--book", str(root), "--into", str(tmp_path)]) == 0
    translate(
        tmp_path / "en.xlf",
        lambda text: WORDS.get(text, text.replace("Ein", "A").replace("war der", "was the")),
    )
    assert main(["translate", "import", str(tmp_path / "en.xlf"), "--book", str(root)]) == 0, (
        capsys.readouterr()
    )
    english = (root / "chapters/en/01-a.md").read_text()
    found = {one.text.replace('\\"', '"') for one in blocks(english, "a.md") if one.embedded}
    assert found == {new for word, new in WORDS.items() if word != "Orte"}
    assert '{of=places title="all places" show="office dates"}' in english
    assert ("A Punkt" in english, "was the" in " ".join(english.split())) == (others, others)
    assert "100 %" in said(capsys, "status", str(root), "--chapter", "01-a")


def test_one_that_is_new_comes_with_the_text_in_which_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = "In [Kiew]{name=kyiv} und [Kiew]{name=kyiv sub=Hauptstadt}.\n"
    root = book.write(
        tmp_path, {"names.toml": NAMES, **{f"chapters/{one}/01-a.md": before for one in ("de", "en")}}
    )
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    (root / "chapters/de/01-a.md").write_text(before.replace("kyiv}", 'kyiv sub="Blinkens Besuch"}'))
    assert main(["translate", "export", "en", "--book", str(root), "--into", str(tmp_path)]) == 0
    translate(tmp_path / "en.xlf", lambda text: WORDS.get(text, text.replace("und", "and")))
    assert main(["translate", "import", str(tmp_path / "en.xlf"), "--book", str(root)]) == 0, (
        capsys.readouterr()
    )
    english = (root / "chapters/en/01-a.md").read_text()
    assert english == 'In [Kiew]{name=kyiv sub="Blinken’s visit"} and [Kiew]{name=kyiv sub=Hauptstadt}.\n'
    assert "100 %" in said(capsys, "status", str(root), "--chapter", "01-a")


def test_what_nobody_has_translated_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The index of the translation prints it as it stands; and a text around it is not taken for untranslated."""
    source = '# Eins\n\nMan war in [Kiew]{name=kyiv sub="Blinkens Besuch"}.\n'
    english = '# One\n\nThey were in [Kyiv]{name=kyiv sub="Blinkens Besuch"}.\n'
    files = {"names.toml": NAMES, "chapters/de/01-a.md": source, "chapters/en/01-a.md": english}
    root = book.write(tmp_path, files)
    main(["translate", "sync", "--book", str(root)])
    told = said(capsys, "status", str(root), "--chapter", "01-a")
    assert "01-a.md:3:34: missing: Blinkens Besuch" in told and "1 missing" in told
    (root / "chapters/en/01-a.md").write_text(english.replace("Blinkens Besuch", "Blinken’s visit"))
    assert main(["translate", "sync", "--book", str(root)]) == 0
    assert "100 %" in said(capsys, "status", str(root), "--chapter", "01-a")
    (root / "chapters/de/01-a.md").write_text(source.replace("Blinkens Besuch", "Blinkens erster Besuch"))
    told = said(capsys, "status", str(root), "--chapter", "01-a")
    assert "outdated: Blinkens erster Besuch" in told


@pytest.mark.heavy
@pytest.mark.parametrize("missing", ["source", "omit"])
def test_a_paragraph_stays_where_only_what_stands_in_it_is_missing(missing: str, tmp_path: Path) -> None:
    source = '# Eins\n\nMan war in [Kiew]{name=kyiv sub="Blinkens Besuch"}.\n'
    english = '# One\n\nThey were in [Kyiv]{name=kyiv sub="Blinkens Besuch"}.\n'
    files = {"names.toml": NAMES, "chapters/de/01-a.md": source, "chapters/en/01-a.md": english}
    root = book.write(tmp_path, files, editions='[editions.web]\nformat = "web"\n')
    main(["translate", "sync", "--book", str(root)])
    toml = (
        (root / "book.toml")
        .read_text()
        .replace('title = "A Case"', f'title = "A Case"\nmissing = "{missing}"')
    )
    (root / "book.toml").write_text(toml)
    made = build(root, locales=["en"], jobs=1)
    assert not made.failed, made.diagnostics
    assert "They were in" in (root / "output/fall.en/01-a.html").read_text()


PIECES = [
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    '"',
    "'",
    "\\",
    "`",
    "!",
    "a",
    " ",
    "sub=",
    "index=",
    'title="',
    "](a ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_anything_can_be_looked_through(parts: list[str]) -> None:
    text = "".join(parts)
    at = 0
    for one in attribute_texts(text):
        assert at <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        at = one.end


@pytest.mark.parametrize("piece", [*PIECES, '[a]{sub="', "[a](b 'c", '[a]{sub="x" ', "[](", '](a "b'])
def test_long_texts_are_looked_through_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece)) + ' sub= title= "'
        start = time.process_time()
        attribute_texts.__wrapped__(text)
        return time.process_time() - start

    assert at_most(12, seconds, 40_000, 160_000)
