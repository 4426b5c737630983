"""A translator's day on the command line: adopt, status, a change of the source, sync; and what is refused."""

from __future__ import annotations

import json
import shutil
import tomllib
from io import StringIO
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.translate.chapter_blocks import Block, blocks
from bookbuilder.translate.chapter_paths import ChapterPaths
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.translate.state import StateEntry
from bookbuilder.translate.update_state import StateUpdate, UncertainPair, confirm_pairs
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT
from tests.dossier_files import copy_files

DE = "# Kapitel\n\nEin erster Satz über den Hafen.\n\nEin zweiter Satz von 1912.\n\n- Punkt eins\n- Punkt zwei\n"
EN = "# Chapter\n\nA first sentence about the harbor.\n\nA second sentence from 1912.\n\n- Item one\n- Item two\n"
FILES: dict[str, str | bytes] = {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    copy_files(tmp_path)
    for name in ("chapters", "l10n"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def standings(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> list[tuple[str, str, int]]:
    """Return what is not done: standing, path and line."""
    capsys.readouterr()
    assert main(["status", str(root), "--json", *words]) == 0
    data = json.loads(capsys.readouterr().out)
    return [
        (one["standing"], one["path"], one["line"])
        for chapters in data["locales"].values()
        for chapter in chapters
        for one in chapter["open"]
    ]


def test_the_dossier_is_done_and_a_changed_paragraph_is_outdated(
    dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert standings(capsys, dossier) == []
    assert main(["status", str(dossier), "--strict"]) == 0
    chapter = dossier / "chapters/de/01-analyse.md"
    text = chapter.read_text(encoding="utf-8")
    line = text.split("\n").index(next(row for row in text.split("\n") if "Seit Donnerstag ist" in row)) + 1
    chapter.write_text(text.replace("Seit Donnerstag ist", "Seit dem Donnerstag ist"), encoding="utf-8")
    changed = ("outdated", "chapters/de/01-analyse.md", line)
    assert standings(capsys, dossier) == [changed, changed], "in English, and in easy language"
    assert main(["status", str(dossier), "--diff", "-c", "01-analyse"]) == 0
    said = capsys.readouterr().out
    assert f"chapters/de/01-analyse.md:{line}:1: outdated, 92 words" in said
    assert "Das Zweite ist Gas. Seit {+dem +}Donnerstag ist die Leitung" in said
    assert "Since Thursday the Nord Stream 2 pipeline has no longer been off the table" in said
    assert main(["status", str(dossier), "--strict"]) == 1
    assert main(["translate", "sync", "01-analyse", str(line), "--book", str(dossier)]) == 0
    assert "en: 1 block recorded" in capsys.readouterr().out
    assert main(["status", str(dossier), "--strict"]) == 1
    easy = ["translate", "sync", "01-analyse", str(line), "--locale", "de-x-leicht", "--book", str(dossier)]
    assert main(easy) == 0
    assert main(["status", str(dossier), "--strict"]) == 0


def test_a_fact_that_changes_makes_nothing_stale(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = dossier / "chapters/de/01-analyse.md"
    text = chapter.read_text(encoding="utf-8")
    assert "[200 Millionen Dollar (rund 176 Millionen Euro)]{fact=us-aid}" in text
    chapter.write_text(
        text.replace("[200 Millionen Dollar (rund", "[300 Millionen Dollar\n(rund"), encoding="utf-8"
    )
    assert standings(capsys, dossier) == []


def test_a_sync_changes_the_lines_of_one_block(dossier: Path) -> None:
    chapter, state = dossier / "chapters/de/02-montag.md", dossier / "l10n/en/02-montag.toml"
    before = state.read_text(encoding="utf-8").split("\n")
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace("Antrittsbesuche zählen", "Antrittsbesuche zählen ja"),
        encoding="utf-8",
    )
    assert main(["translate", "sync", "02-montag", "--book", str(dossier)]) == 0
    after = state.read_text(encoding="utf-8").split("\n")
    assert len([line for line in after if line not in before]) == 2  # the hash and the text of the source
    assert len([line for line in before if line not in after]) == 2


def test_adopt_leaves_open_what_it_does_not_know(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {**FILES, "chapters/de/01-a.md": DE + "\nDie Mühle am Bach steht still.\n"})
    assert main(["translate", "adopt", "--book", str(root), "--list"]) == 0
    said = capsys.readouterr().out
    assert "chapters/de/01-a.md:10:1: nothing translates this: Die Mühle am Bach steht still." in said
    assert "en: 1 chapter written into l10n/en; 1 block left open" in said
    assert standings(capsys, root) == [("missing", "chapters/de/01-a.md", 10)]
    state = tomllib.loads((root / "l10n/en/01-a.toml").read_text(encoding="utf-8"))
    assert all(0.6 <= one["confidence"] < 1 for one in state["block"])


def test_adopt_asks_about_what_is_not_certain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "Ein Satz ist ein Satz ist ein Satz.\n",
        "chapters/en/01-a.md": "Quite another matter, perhaps. But who can tell that from here, or would dare to say?\n",
    }
    root = book.write(tmp_path, files)
    state = root / "l10n/en/01-a.toml"
    assert main(["translate", "adopt", "--book", str(root), "--list"]) == 0
    assert "1 block left open" in capsys.readouterr().out
    assert not state.exists()
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    assert main(["translate", "adopt", "--book", str(root), "--ask"]) == 0
    said = "".join(capsys.readouterr())  # questions are asked on stderr
    assert (
        "Ein Satz ist ein Satz" in said
        and "Quite another matter" in said
        and "Is this its translation?" in said
    )
    assert not state.exists()
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))
    assert main(["translate", "adopt", "--book", str(root), "--ask"]) == 0
    (entry,) = tomllib.loads(state.read_text(encoding="utf-8"))["block"]
    assert "confidence" not in entry  # a person said so
    assert standings(capsys, root) == []


def test_what_was_agreed_to_goes_to_its_place(tmp_path: Path) -> None:
    source, target = (blocks(text, "a.md") for text in ("Ja.\n\nNein.\n\nJa.\n", "Yes.\n\nNo.\n\nAye.\n"))
    paths = ChapterPaths("en", "a", "a.md", "a.md", "l10n/en/a.toml")
    known = tuple(StateEntry(source[at].digest, source[at].text, (target[at].digest,)) for at in (0, 1))
    doubt = UncertainPair(source[2], (target[2],), 0.5)
    result = confirm_pairs(LoadedChapter(paths, source, target, ()), StateUpdate(known, 2, (doubt,)), [doubt])
    assert [entry.targets for entry in result.entries] == [(block.digest,) for block in target]
    assert (result.changed, result.uncertain) == (3, ())


def test_a_block_is_paired_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, FILES)
    assert main(["translate", "sync", "01-a", "3=5", "5=3", "--book", str(root)]) == 0
    assert "en: 2 blocks recorded" in capsys.readouterr().out
    found = tomllib.loads((root / "l10n/en/01-a.toml").read_text(encoding="utf-8"))["block"]
    assert [one["text"] for one in found] == [
        "Ein erster Satz über den Hafen.",
        "Ein zweiter Satz von 1912.",
    ]
    assert main(["translate", "sync", "01-a", "5=3,5", "--book", str(root)]) == 0
    found = tomllib.loads((root / "l10n/en/01-a.toml").read_text(encoding="utf-8"))["block"]
    assert len(found[1]["target"].split()) == 2


def test_a_copy_of_the_source_is_not_translated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {**FILES, "chapters/en/01-a.md": DE})
    assert main(["translate", "sync", "--book", str(root)]) == 0
    said = capsys.readouterr().out
    assert "chapters/de/01-a.md:3:1: not translated: chapters/en/01-a.md:3 says the same" in said
    assert "en: 1 block recorded" in said  # the title of the book
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    assert standings(capsys, root) == []


def test_a_new_locale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "chapters/de/images/a.txt": "Bild"})
    before = tomllib.loads((root / "book.toml").read_text(encoding="utf-8"))
    assert main(["new-locale", "fr", "--tag", "fr-CH", "--book", str(root)]) == 0
    after = tomllib.loads((root / "book.toml").read_text(encoding="utf-8"))
    assert after["locales"].pop("fr") == {"tag": "fr-CH", "title": "Ein Fall", "translators": []}
    assert after == before
    assert (root / "chapters/fr/01-a.md").read_text(encoding="utf-8") == DE
    assert (root / "chapters/fr/images/a.txt").exists() and (root / "l10n/fr/01-a.toml").exists()
    assert {one[0] for one in standings(capsys, root)} == {"missing"}
    files = {p: p.read_bytes() for p in root.rglob("*") if p.is_file() and ".bookbuilder" not in p.parts}
    for words, code in (
        (["fr"], "locale.there"),
        (["x/y"], "locale.name"),
        (["qq"], "locale.unknown"),
    ):
        assert main(["new-locale", *words, "--book", str(root)]) == 1
        assert f"[{code}]" in capsys.readouterr().err
    assert {
        p: p.read_bytes() for p in root.rglob("*") if p.is_file() and ".bookbuilder" not in p.parts
    } == files


def test_a_new_regional_locale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = 'title = "Ein Fall"\nsubtitle = "Und noch einer"\nkeywords = ["Fall", "Sturz"]'
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN})
    settings = (root / "book.toml").read_text(encoding="utf-8").replace('title = "Ein Fall"', more)
    (root / "book.toml").write_text(settings, encoding="utf-8")
    assert main(["new-locale", "de-AT", "--inherits", "de", "--book", str(root)]) == 0
    assert "de-AT has the chapters of de" in capsys.readouterr().out
    after = tomllib.loads((root / "book.toml").read_text(encoding="utf-8"))
    assert after["locales"].pop("de-AT") == {
        "tag": "de-AT", "inherits": "de", "title": "Ein Fall", "subtitle": "Und noch einer", "keywords": ["Fall", "Sturz"],
    }  # fmt: skip
    assert after == tomllib.loads(settings)
    assert not (root / "chapters/de-AT").exists() and not (root / "l10n").exists()
    assert main(["check", str(root), "--quick", "--edition", "pdf", "--locale", "de-AT"]) == 0
    capsys.readouterr()
    for words, problem in (
        (["de-CH", "--inherits", "fr"], "which is no other locale of this book"),
        (["de-CH", "--inherits", "de-AT"], "which inherits de itself"),
        (["fr", "--inherits", "en"], "which is another language"),
    ):
        assert main(["new-locale", *words, "--book", str(root)]) == 1
        said = capsys.readouterr().err.replace("\n", " ")
        assert problem in said and "[locale.inherits]" in said


def test_a_table_that_cannot_be_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = book.settings(["de"]).replace(
        '[locales.de]\ntitle = "Ein Fall"\n', 'locales = { de = { title = "Ein Fall" } }\n'
    )
    inline = text.split("locales = ")[1].split("\n")[0]
    text = f"locales = {inline}\n" + text.replace(f"locales = {inline}\n", "")
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "book.toml": text})
    assert main(["new-locale", "fr", "--book", str(root)]) == 1
    assert "[locale.place]" in capsys.readouterr().err
    assert not (root / "chapters/fr").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["status", "-l", "fr"],
            "no translation of this book [locale.untranslated]\n  hint: the translations are en\n",
        ),
        (["status", "-l", "de"], "  hint: the book is written in de\n"),
        (["translate", "sync", "02-b"], "error: there is no chapter '02-b' to compare [translation.chapter]"),
        (["status", "-c", "01-b"], 'hint: did you mean "01-a"?'),
        (
            ["translate", "sync", "01-a", "4"],
            "chapters/de/01-a.md: error: no block begins at '4' [translation.block]",
        ),
        (["translate", "sync", "01-a", "4"], "hint: blocks begin at lines 1, 3, 5"),
        (
            ["translate", "sync", "01-a", "3=4"],
            "chapters/en/01-a.md: error: no block begins at '4' [translation.block]",
        ),
        (["translate", "sync", "01-a", "x"], "no block begins at 'x'"),
    ],
)
def test_what_is_not_there(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path, FILES)
    place = [] if words[0] == "translate" else [str(root)]
    option = ["--book", str(root)] if words[0] == "translate" else []
    assert main([*words, *place, *option]) == 1
    assert said in capsys.readouterr().err.replace(f"{root.as_posix()}/", "")
    assert not (root / "l10n").exists()


def test_a_book_in_one_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE})
    assert main(["status", str(root)]) == 1
    assert "this book has no translations yet [locale.single]" in capsys.readouterr().err
    assert main(["status", str(root), "-l", "fr"]) == 1
    assert (
        "'fr' is no translation of this book [locale.untranslated]\n"
        "  hint: the book is in de alone; bookbuilder new-locale fr begins a translation\n"
    ) in capsys.readouterr().err


def test_regional_locales_are_listed_for_one_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = book.settings(["de"]).replace(
        "[imprint]", '[locales.de-AT]\ntitle = "A"\ninherits = "de"\n[imprint]'
    )
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "book.toml": settings})
    assert main(["status", str(root), "-l", "fr"]) == 1
    assert "  hint: the translations are de-AT\n" in capsys.readouterr().err


def test_a_broken_state_stops_all_writing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {**FILES, "l10n/en/01-a.toml": "version = 1\n<<<<<<< HEAD\n"})
    for words in (["translate", "adopt", "--list"], ["translate", "sync"]):
        assert main([*words, "--book", str(root)]) == 1
        assert (
            "l10n/en/01-a.toml:2:1: error: this state of a translation cannot be read"
            in capsys.readouterr().err.replace(f"{root.as_posix()}/", "")
        )
    assert (root / "l10n/en/01-a.toml").read_text(encoding="utf-8") == "version = 1\n<<<<<<< HEAD\n"
    assert main(["status", str(root)]) == 1


def test_nothing_is_parsed_where_nothing_has_changed(
    dossier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["status", str(dossier)]) == 0
    first = capsys.readouterr().out
    parsed: list[str] = []

    def noted(text: str, path: str) -> tuple[Block, ...]:
        parsed.append(path)
        return blocks(text, path)

    monkeypatch.setattr("bookbuilder.translate.load_chapter.blocks", noted)
    assert main(["status", str(dossier)]) == 0
    assert capsys.readouterr().out == first
    assert parsed == []
    chapter = dossier / "chapters/en/04-mittwoch.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")
    assert main(["status", str(dossier)]) == 0
    assert parsed == ["chapters/de/04-mittwoch.md", "chapters/en/04-mittwoch.md"]
    assert "1 orphan (2 words)" in capsys.readouterr().out


def test_what_is_to_be_translated_is_counted(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = dossier / "chapters/de/02-montag.md"
    text = chapter.read_text(encoding="utf-8")
    line = "Dies ist ein neuer Absatz, der eben erst geschrieben worden ist, und zwar zweimal.\n"
    chapter.write_text(f"{text}\n{line}\n{line}", encoding="utf-8")
    assert main(["status", str(dossier), "--csv", "-c", "02-montag"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "locale,chapter,text,blocks,words,characters,without spaces,lines of 55,standard pages"
    assert rows[1:3] == ["en,02-montag,new,1,14,82,69,2,0.1", "en,02-montag,repeated,1,14,82,69,2,0.1"]
    assert rows[3].startswith("en,02-montag,unchanged,19,439,")
    assert main(["status", str(dossier), "--count", "--locale", "en"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert [row.split("  ")[0] for row in table] == ["en", "new", "repeated", "unchanged", "all"]


def test_a_page_for_a_translator(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = dossier / "chapters/de/02-montag.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace("Leicht war er nicht.", "<b>Leicht</b> & gut war er."), encoding="utf-8")
    assert main(["status", str(dossier), "--html", str(dossier / "a.html")]) == 0
    page = (dossier / "a.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert '<p lang="de-DE" dir="auto">' in page and '<p lang="en-US" dir="auto">' in page
    assert page.count("<article>") == 1
    assert "<del>" in page and "<ins>" in page


def test_a_new_book_has_its_translation_tracked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "neu")]) == 0
    capsys.readouterr()
    assert main(["status", str(tmp_path / "neu"), "--strict"]) == 0
    assert World(tmp_path / "neu").files("l10n/en")


@pytest.mark.heavy
def test_a_translation_with_a_name_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = f"---\ntranslates: 01-a\n---\n\n{EN}"
    root = book.write(tmp_path, {"chapters/de/01-a.md": DE, "chapters/en/01-harbor.md": named})
    assert main(["translate", "adopt", "--book", str(root), "--list"]) == 0
    assert (root / "l10n/en/01-a.toml").is_file()
    chapter = root / "chapters/de/01-a.md"
    chapter.write_text(DE.replace("von 1912", "aus dem Jahr 1912"), encoding="utf-8")
    assert standings(capsys, root) == [("outdated", "chapters/de/01-a.md", 5)]
    for name in ("01-a", "01-harbor", "chapters/en/01-harbor.md", "chapters/de/01-a.md"):
        assert main(["status", str(root), "--chapter", name, "--json"]) == 0
        (one,) = json.loads(capsys.readouterr().out)["locales"]["en"]
        assert one["counts"]["outdated"]["blocks"] == 1
    for name in ("01-harbor", "chapters/en/01-harbor.md"):
        assert main(["translate", "sync", name, "5", "--book", str(root)]) == 0
    assert standings(capsys, root) == []
    assert main(["check", str(root), "--quick", "--edition", "pdf", "--locale", "en"]) == 0
