"""A text in easy language is a free translation: what it leaves out or adds is no work, what has gone stale is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.cli import main

BOOK = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24

[locales.de]
tag = "de-DE"
title = "Ein Fall"
description = "Viele Worte über einen Fall."
{english}
[locales.de-x-leicht]
title = "Ein Fall, leicht"

[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"

[editions.site]
format = "web"
"""
ENGLISH = '[locales.en]\ntag = "en-US"\ntitle = "A Case"\ndescription = "Many words on a case."\n'
DE = """\
# Die Lage an der Grenze

Am Ende der Woche standen die Soldaten noch da, und die Minister redeten noch.

Damit war zu rechnen gewesen, auch wenn es niemand aussprach.

Auf die Leitung zu verzichten, käme auch Deutschland teuer zu stehen.
"""
EASY = """\
# Wie ist die Lage?

Die Soldaten sind noch da.

Eine Grenze ist zwischen 2 Ländern.

Ohne die Leitung wird es teuer.
"""
CHAPTER = "chapters/de/01-lage.md"
OWN = "chapters/de-x-leicht/01-lage.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book with two chapters, of which one is in easy language and recorded, without a sentence that it leaves out."""
    root = tmp_path / "book"
    files = {
        "book.toml": BOOK.format(english=""),
        CHAPTER: DE,
        "chapters/de/02-mehr.md": "# Mehr\n\nUnd noch sehr viel mehr.\n",
        OWN: EASY,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    sync(root, "01-lage", "1=1", "3=3", "7=7")
    sync(root, "book.toml")
    return root


def sync(root: Path, *words: str) -> None:
    assert main(["translate", "sync", *words, "--book", str(root), "--locale", "de-x-leicht"]) == 0


def status(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["status", str(root), "--json", *options])
    found = json.loads(capsys.readouterr().out)["locales"]
    return {chapter["chapter"]: chapter for chapter in found["de-x-leicht"]}


def work(root: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, int]]:
    return [
        (block["standing"], block["path"], block["line"])
        for chapter in status(root, capsys).values()
        for block in chapter["open"]
    ]


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_what_it_leaves_out_and_adds_is_no_work(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert work(root, capsys) == []
    assert main(["status", str(root), "--strict"]) == 0
    printed = capsys.readouterr().out
    assert "02-mehr      left out" in printed and "100 %" in printed
    found = status(root, capsys)
    assert found["02-mehr"]["left_out"] and "left_out" not in found["01-lage"]
    assert found["01-lage"]["counts"] == {"done": {"blocks": 3, "words": 30}}
    assert main(["status", str(root), "--count", "--csv"]) == 0
    assert "02-mehr" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (CHAPTER, "noch da, und", "noch dort, und", [("outdated", CHAPTER, 3)]),
        (CHAPTER, "Lage an der Grenze", "schwierige Lage an der Grenze", [("outdated", CHAPTER, 1)]),
        (CHAPTER, "auch wenn es niemand aussprach", "auch wenn es keiner sagte", []),
        (CHAPTER, "\nDamit", "\nEin ganz neuer Absatz steht hier.\n\nDamit", []),
        (OWN, "noch da.", "immer noch da.", [("edited", CHAPTER, 3)]),
        (OWN, "Eine Grenze ist zwischen 2 Ländern.", "Das ist eine Grenze.", []),
        (CHAPTER, DE.splitlines()[-1] + "\n", "", [("orphan", OWN, 7)]),
        (OWN, "Ohne die Leitung wird es teuer.\n", "", []),
        ("book.toml", "Viele Worte über", "Sehr viele Worte über", []),
        ("book.toml", 'title = "Ein Fall"\n', 'title = "Zwei Fälle"\n', [("outdated", "book.toml", 8)]),
    ],
)
def test_what_has_gone_stale_is(
    path: str,
    old: str,
    new: str,
    expected: list[tuple[str, str, int]],
    root: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(root, path, old, new)
    assert work(root, capsys) == expected
    assert main(["status", str(root), "--strict"]) == bool(expected)


def test_as_long_as_nothing_is_recorded_all_of_a_chapter_is_work(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "l10n/de-x-leicht/01-lage.toml").unlink()
    assert [one[:2] for one in work(root, capsys)].count(("missing", CHAPTER)) == 4


def test_recording_asks_nothing_of_what_is_left_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, OWN, "Eine Grenze ist zwischen 2 Ländern.\n\nOhne die Leitung wird es teuer.\n", "")
    change(root, CHAPTER, "noch da, und", "noch dort, und")
    capsys.readouterr()
    sync(root, "01-lage")
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith(
        "chapters/de/01-lage.md:7:1: nothing translates this: Auf die Leitung zu verzichten, käme auch Deutschl…"
    )
    assert said[1:] == ["de-x-leicht: 2 blocks recorded"]
    sync(root, "01-lage")
    assert capsys.readouterr().out == "de-x-leicht: 0 blocks recorded\n"
    assert work(root, capsys) == []


def test_a_build_prints_the_text_as_it_is_and_counts_what_is_stale(root: Path) -> None:
    result = api.build(root, locales=["de-x-leicht"])
    assert [one.code for one in result.diagnostics if one.code.startswith("translation.")] == []
    page = (root / "output/fall.de-x-leicht.site/01-lage.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("noch", "Grenze", "teuer")), "nothing is left out of it"
    change(root, CHAPTER, "noch da, und", "noch dort, und")
    result = api.build(root, locales=["de-x-leicht"])
    (told,) = [one for one in result.diagnostics if one.code.startswith("translation.")]
    assert (told.code, told.message) == ("translation.outdated", "de-x-leicht: 1 block is outdated")


def test_a_text_that_nobody_tracks_is_no_notice(root: Path) -> None:
    for path in (root / "l10n").rglob("*.toml"):
        path.unlink()
    result = api.build(root, locales=["de-x-leicht"])
    assert [one.code for one in result.diagnostics if one.code.startswith("translation.")] == []


def test_sync_means_the_translation_proper(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["translate", "sync", "01-lage", "--book", str(root)]) == 0
    assert capsys.readouterr().out.endswith("de-x-leicht: 0 blocks recorded\n"), "there is no other"
    change(root, "book.toml", "[locales.de-x-leicht]", f"{ENGLISH}\n[locales.de-x-leicht]")
    (root / "chapters/en").mkdir()
    (root / "chapters/en/01-lage.md").write_text(
        "# The Situation at the Border\n\nAt the end of the week the soldiers were still there, and the ministers were"
        " still talking.\n\nThat was to be expected, even if nobody said so.\n\nGoing without the pipeline would be"
        " expensive for Germany too.\n",
        encoding="utf-8",
    )
    assert main(["translate", "sync", "01-lage", "--book", str(root)]) == 0
    assert capsys.readouterr().out.endswith("en: 4 blocks recorded\n")
