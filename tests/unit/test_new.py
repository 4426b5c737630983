"""`bookbuilder new`: what a book begins with, in which languages, asked for on a terminal and nowhere else."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api, discovery, locales
from bookbuilder.cli import main
from bookbuilder.starters.starter import identifier, starters
from bookbuilder.world import World
from tests.importer.docx_files import docx, paragraph
from tests.terminal import Terminal

FONTLESS = {"ja", "zh"}
"""Languages for which the program has no font; a book in them needs one of its own."""
LANGUAGES = sorted({tag.partition("-")[0] for tag in locales.available()})


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))


def new(folder: Path, *words: str) -> int:
    return main(["new", str(folder), *words])


def findings(folder: Path) -> list[str]:
    """Return errors and warnings of a book."""
    found = api.check(folder, editions=("web",), jobs=1, jail=False).diagnostics
    return [str(one) for one in found if one.severity != "notice"]


# -- languages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", [*locales.available(), "pt-BR", "fr-CH"])
def test_every_locale_has_first_words(tag: str, tmp_path: Path) -> None:
    assert new(tmp_path / "b", "--kind", "empty", "--locale", tag) == 0
    words = locales.load(tag, World(tmp_path)).settings["first_words"]
    assert words.keys() == {"book", "chapter", "text", "section", "more"} and all(words.values())
    assert tag.startswith("en") or words != locales.load("en", World(tmp_path)).settings["first_words"]
    (chapter,) = (tmp_path / "b/chapters" / tag).glob("*.md")
    assert words["text"] in chapter.read_text(encoding="utf-8")
    assert settings(tmp_path / "b")["locales"].keys() == {tag}


@pytest.mark.parametrize("tag", ["da", "el", "ko", "zh-TW", "sa", "de,ko"])
def test_a_language_without_words_begins_with_english_ones(tag: str, tmp_path: Path) -> None:
    """Such a book builds once it has a font (`tests/pdf`)."""
    assert new(tmp_path / "b", "--kind", "empty", "--locale", tag, "--title", "Titel") == 0
    *_, last = tag.split(",")
    (chapter,) = (tmp_path / "b/chapters" / last).glob("*.md")
    words = locales.load("en", World(tmp_path)).settings["first_words"]
    assert words["text"] in chapter.read_text(encoding="utf-8")
    titles = {name: one["title"] for name, one in settings(tmp_path / "b")["locales"].items()}
    assert titles == ({"de": "Titel", "ko": words["book"]} if "," in tag else {tag: "Titel"})
    assert [one for one in findings(tmp_path / "b") if "error" in one and "glyph.missing" not in one] == []


@pytest.mark.heavy
@pytest.mark.parametrize("tag", ["he"])
def test_an_empty_book_has_no_warning(tag: str, tmp_path: Path) -> None:
    assert new(tmp_path / "b", "--kind", "empty", "--locale", tag) == 0
    assert findings(tmp_path / "b") == []


@pytest.mark.heavy
@pytest.mark.parametrize("tag", [*(one for one in LANGUAGES if one not in FONTLESS), "de-CH", "de,en,ar"])
def test_an_empty_book_is_built_in_every_format(tag: str, tmp_path: Path) -> None:
    assert new(tmp_path / "b", "--kind", "empty", "--locale", tag) == 0
    result = api.build(tmp_path / "b", strict=True)
    assert {path.suffix for path in result.files} >= {".pdf", ".epub", ".html"}


@pytest.mark.parametrize("tag", sorted(FONTLESS))
def test_a_font_that_is_missing_is_the_first_step(
    tag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "b", "--kind", "empty", "--locale", tag) == 0
    steps = capsys.readouterr().out.splitlines()[-3:-1]
    assert steps == [f"  bookbuilder fonts add {tag} --from DIR", "  bookbuilder preview --open"]


@pytest.mark.heavy
def test_an_empty_book_may_be_in_several_languages(tmp_path: Path) -> None:
    assert (
        new(tmp_path / "b", "--kind", "empty", "--locale", "fr, en", "-l", "de", "--title", 'Le "cas"') == 0
    )
    book = settings(tmp_path / "b")
    assert book["book"]["source"] == "fr" and list(book["locales"]) == ["fr", "en", "de"]
    assert [book["locales"][name]["title"] for name in ("fr", "en")] == ['Le "cas"', "New Book"]
    assert findings(tmp_path / "b") == []


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_dossier_in_one_language(locale: str, tmp_path: Path) -> None:
    assert new(tmp_path / "b", "--locale", locale) == 0
    book = settings(tmp_path / "b")
    assert book["book"]["source"] == locale and book["locales"].keys() == {locale}
    assert book["imprint"]["isbn"].keys() == book["imprint"]["rights"].keys() == {locale}
    other = {"de": "en", "en": "de"}[locale]
    assert not [path for path in (tmp_path / "b").rglob("*") if path.name in (other, "l10n")]
    assert findings(tmp_path / "b") == []


@pytest.mark.heavy
def test_the_dossier_written_in_english_and_translated(tmp_path: Path) -> None:
    assert new(tmp_path / "b", "--locale", "en,de") == 0
    assert settings(tmp_path / "b")["book"]["source"] == "en"
    assert not (tmp_path / "b/l10n").exists() and findings(tmp_path / "b") == []
    assert main(["translate", "adopt", "--list", "--book", str(tmp_path / "b")]) == 0
    assert len(list((tmp_path / "b/l10n/de").glob("0*.toml"))) == 9


# -- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence", "hint"),
    [
        (["--kind", "emty"], "no book begins with 'emty'", 'did you mean "empty"?'),
        (["--kind", "x"], "no book begins with 'x'", "there are dossier, empty, magazine, manual"),
        (["--locale", "fr"], "the sample dossier is in de and en, not in 'fr'", "it can be had in de, en"),
        (["--kind", "empty", "-l", "qq"], "'qq' is not a locale that CLDR knows", "it can be had in ar, cs, de"),
        (["--kind", "empty", "-l", "en-XA"], "'en-XA' is a pseudo-locale, in which nobody writes", "did you mean"),
        (["--title", "T"], "the dossier has a title of its own", "give an empty book one: --kind empty"),
        (["--theme", "dosier"], "there is no theme 'dosier'", 'did you mean "dossier"?'),
        (["--theme", "x"], "there is no theme 'x'", "there are dossier"),
        (["--kind", "novel", "-l", "fr"], "the sample novel is in de and en, not in 'fr'", "it can be had in de, en"),
        (["--from", ".", "--theme", "dossier"], "--from makes the book of a manuscript: leave out --theme", "write theme"),
        (["--from", ".", "--kind", "empty"], "--from makes the book of a manuscript: leave out --kind", ""),
        (["--from", ".", "-l", "de,en"], "a manuscript is in one language", "import it, then begin the others"),
    ],
)  # fmt: skip
def test_what_is_refused(
    words: list[str], sentence: str, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "b", *words) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(sentence)
    assert not hint or err.splitlines()[1].startswith(f"  hint: {hint}")
    assert len(err.splitlines()) == 1 + bool(hint) and not (tmp_path / "b").exists()


def test_without_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new"]) == 2
    assert capsys.readouterr().err == "a new book needs a folder\n  hint: bookbuilder new my-book\n"


# -- a manuscript ---------------------------------------------------------------------------------------------------


def test_a_manuscript_is_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "buch.docx").write_bytes(docx(paragraph("Eins", "berschrift1") + paragraph("Text.")))
    source = str(tmp_path / "buch.docx")
    assert new(tmp_path / "b", "--from", source, "--locale", "de") == 0
    assert main(["import", source, "--locale", "de", "--dir", str(tmp_path / "c")]) == 0
    made, imported = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "b", tmp_path / "c")
    )
    differing = {path for path in made if made[path] != imported[path]}
    assert made.keys() == imported.keys() and differing == {Path("book.toml")}, "only the id differs"


# -- on a terminal --------------------------------------------------------------------------------------------------


def test_elsewhere_nothing_is_asked_and_what_was_taken_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "b") == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert (
        first
        == f"A new book is in {tmp_path / 'b'}: dossier, in de, en (--kind and --locale can say otherwise)."
    )


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de-AT"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "cs_CZ"}, "cs"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "da_DK.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_an_empty_book_is_in_the_language_of_the_machine(
    environ: dict[str, str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert new(tmp_path / "b", "--kind", "empty") == 0
    assert settings(tmp_path / "b")["book"]["source"] == expected


def test_a_person_is_asked(tmp_path: Path) -> None:
    with Terminal("new", cwd=tmp_path, environ={"LC_ALL": "de_DE.UTF-8"}) as terminal:
        terminal.until("The folder of the new book [my-book]: ")
        terminal.type("buch\n")
        assert "2  empty" in terminal.until("Number or name [dossier]: ")
        terminal.type("9\n")
        terminal.until("'9' is none of these")
        terminal.until("Number or name [dossier]: ")
        terminal.type("2\n")
        terminal.until("it is written in the first [de]: ")
        terminal.type("de, xx\n")
        terminal.until("'xx' is not a locale that CLDR knows")
        terminal.until("it is written in the first [de]: ")
        terminal.type("\n")
        terminal.until("Its title (Enter leaves it for later): ")
        terminal.type("Fünf Tage\n")
        code, _ = terminal.ended()
    assert code == 0
    assert settings(tmp_path / "buch")["locales"] == {"de": {"title": "Fünf Tage"}}


def test_a_person_with_a_manuscript_is_asked_for_it(tmp_path: Path) -> None:
    """It lies outside the folders that the command may read by its arguments alone."""
    texts = tmp_path / "texte"
    texts.mkdir()
    (texts / "buch.md").write_text("# Eins\n\nText.\n", encoding="utf-8")
    (tmp_path / "here").mkdir()
    with Terminal("new", "b", "--locale", "de", cwd=tmp_path / "here") as terminal:
        terminal.until("Number or name [dossier]: ")
        terminal.type("manuscript\n")
        terminal.until("The file or folder of the manuscript: ")
        terminal.type("../texte/fehlt.md\n")
        terminal.until("there is no ../texte/fehlt.md")
        terminal.until("The file or folder of the manuscript: ")
        terminal.type("../texte/buch.md\n")
        code, shown = terminal.ended()
    assert code == 0, shown
    assert (tmp_path / "here/b/chapters/de/01-eins.md").is_file()


def test_what_the_command_line_says_is_not_asked(tmp_path: Path) -> None:
    with Terminal("new", "b", "--kind", "dossier", "--locale", "de", cwd=tmp_path) as terminal:
        code, shown = terminal.ended()
    assert code == 0 and shown.startswith("A new book is in b: dossier, in de.\n")


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    with Terminal("new", "b", cwd=tmp_path) as terminal:
        terminal.until("Number or name [dossier]: ")
        terminal.interrupt()
        code, shown = terminal.ended()
    assert code == 130 and "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_the_input_leaves_nothing(tmp_path: Path) -> None:
    with Terminal("new", "b", cwd=tmp_path) as terminal:
        terminal.until("Number or name [dossier]: ")
        terminal.type("\x04")
        code, shown = terminal.ended()
    assert code not in (0, 70) and "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []


# -- kinds ----------------------------------------------------------------------------------------------------------


def test_a_kind_is_a_folder() -> None:
    assert starters().keys() == set(discovery.folders("bookbuilder.starters"))


def test_an_id_has_plain_letters() -> None:
    assert identifier("Mein erstes Büchlein") == "mein-erstes-buchlein"
