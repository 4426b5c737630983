"""What a user reads in another language: sentences, values, numbers and quotation marks; what is unknown stays English."""

import json
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.phrases import Phrase
from bookbuilder.program_language import chosen_language
from bookbuilder.program_language.translation import IN_ENGLISH, Translation, translation
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]


def speaking(language: str) -> Translation:
    return translation({chosen_language.OWN: language}, World(ROOT))


def test_a_sentence_of_a_rule_is_said_by_its_code() -> None:
    said = Phrase("there is no directive {name!r}", "directive.unknown", name="figur")
    assert speaking("de").text(said) == "eine Direktive „figur“ gibt es nicht"
    assert IN_ENGLISH.text(said) == "there is no directive 'figur'"


def test_values_that_are_phrases_are_said_as_well() -> None:
    inner = Phrase("it has more than {characters:,} characters", characters=1234567)
    said = Phrase("this formula cannot be set: {problem}", "formula.unset", problem=inner)
    assert speaking("de").text(said) == "diese Formel lässt sich nicht setzen: mehr als 1.234.567 Zeichen"


def test_what_a_user_wrote_is_not_translated() -> None:
    said = Phrase("nothing in the book is called #{target}", "reference.unknown", target="{target}")
    assert speaking("de").text(said) == "im Buch heißt nichts #{target}"


def test_what_no_catalog_has_stays_english() -> None:
    assert speaking("de").text(Phrase("the {thing} of nobody", thing="book")) == "the book of nobody"
    assert speaking("pl").text(Phrase("error")) == "error"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "il n’y a pas de directive «\u00a0figur\u00a0»"),
        ("es", "no hay directiva «figur»"),
        ("it", "non c’è una direttiva «figur»"),
    ],
)
def test_other_languages_are_spoken_as_well(language: str, sentence: str) -> None:
    assert (
        speaking(language).text(Phrase("there is no directive {name!r}", "directive.unknown", name="figur"))
        == sentence
    )


def book(folder: Path) -> None:
    (folder / "chapters/de").mkdir(parents=True)
    settings = '[book]\nid = "a"\nsource = "de"\n[locales.de]\ntitle = "Titel"\n'
    (folder / "book.toml").write_text(settings, encoding="utf-8")
    (folder / "chapters/de/01-a.md").write_text("# A\n\n[](#nirgends)\n", encoding="utf-8")


def test_a_check_speaks_the_language_of_its_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(chosen_language.OWN, "de")
    assert main(["check"]) == 1
    lines = capsys.readouterr().err
    assert "chapters/de/01-a.md:3:1: Fehler: im Buch heißt nichts #nirgends [reference.unknown]" in lines
    assert "  Abhilfe: dort {#nirgends} setzen" in lines


def test_json_keeps_english_beside_the_language_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book(tmp_path)
    monkeypatch.chdir(tmp_path)
    english = json.loads((main(["check", "--json"]), capsys.readouterr().out)[1])["diagnostics"]
    monkeypatch.setenv(chosen_language.OWN, "de")
    german = json.loads((main(["check", "--json"]), capsys.readouterr().out)[1])["diagnostics"]
    assert all("localized" not in one for one in english)
    assert [{key: one[key] for key in one if key != "localized"} for one in german] == english
    assert {one["code"]: one["localized"]["message"] for one in german}["reference.unknown"] == (
        "im Buch heißt nichts #nirgends"
    )
