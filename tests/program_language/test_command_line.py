"""The command line in the language of its user: help, wrong usage, questions, numbers; names of the user stay."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from bookbuilder.cli import main, root_command
from bookbuilder.cli.shared.localized_help import TYPER_WORDS, help_texts
from bookbuilder.cli.shared.usage_errors import USAGE_ERRORS, localized_usage
from bookbuilder.phrases import PROGRAM_FIELDS, Phrase
from bookbuilder.program_language import chosen_language
from bookbuilder.program_language.translation import Translation, translation
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"\b(the|is|are|of|with|and|this|that|which|Usage|Options|Missing|Invalid|Try)\b")
NAMED = re.compile(r"`[^`]*`|the Nu|\S+\.\S+|Language Server Protocol")
"""Names of commands, files and products, which are the same in all languages."""


def german() -> Translation:
    return translation({chosen_language.OWN: "de"}, World(ROOT))


@pytest.fixture
def speaks_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chosen_language.OWN, "de")


def commands() -> list[list[str]]:
    found: list[list[str]] = []

    def walk(command: Any, words: list[str]) -> None:
        found.append(words)
        for name, inner in vars(command).get("commands", {}).items():
            walk(inner, [*words, name])

    walk(root_command(), [])
    return found


def test_no_text_of_the_help_is_left_in_english() -> None:
    texts = [text for _, _, text in help_texts(root_command("", german()))]
    assert len(texts) > 150
    assert not [text for text in texts if ENGLISH.search(NAMED.sub("", text))]


def test_help_in_one_language_leaves_that_in_another_alone() -> None:
    english = [text for _, _, text in help_texts(root_command())]
    root_command("", german())
    assert [text for _, _, text in help_texts(root_command())] == english


@pytest.mark.parametrize("words", commands(), ids=" ".join)
@pytest.mark.usefixtures("speaks_german")
def test_a_page_of_help_is_german(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Aufruf: bookbuilder" in shown and "Optionen" in shown
    assert not {"Usage", "Options", "Arguments", "Commands"} & set(re.findall(r"\w+", shown))


@pytest.mark.parametrize(
    "words",
    [
        ["buld"],
        ["zzzzzz"],
        ["build", "--leg"],
        ["build", "--zzz"],
        ["build", "-Z"],
        ["build", "--edition"],
        ["build", "/nowhere/at/all"],
        ["build", __file__],
        ["build", "-j", "x"],
        ["build", "-j", "-3"],
        ["build", "a", "b", "c"],
        ["build", "--draft", "--strict"],
        ["preview", "--port", "100000"],
        ["chart"],
        ["chart", "/nowhere.csv"],
        ["chart", "/"],
        ["import", "/nowhere.docx"],
        ["check", "--format", "xml"],
        ["cache", "prune", "--limit", "much"],
        ["theme", "no-such"],
        ["translate", "export", "en", "--format", "doc"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("speaks_german")
def test_wrong_usage_is_reported_in_german(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    shown = capsys.readouterr().err
    assert "─ Fehler ─" in shown
    assert not ENGLISH.search(shown), shown


@pytest.mark.parametrize("template", USAGE_ERRORS)
def test_each_sentence_of_typer_is_recognized_with_its_values(template: str) -> None:
    fields = re.findall(r"\{(\w+)\}", template)
    values = {field: f"'{number}; x-y'" for number, field in enumerate(fields)}
    assert localized_usage(template.format(**values), german()) == german().phrase(template, **values)


def test_the_words_of_typer_are_its_settings() -> None:
    from typer import rich_utils

    found = {name: getattr(rich_utils, name) for name in TYPER_WORDS}
    assert all(found[name] in (word, german().text(word)) for name, word in TYPER_WORDS.items()), found


def test_wrong_usage_ends_with_the_same_code_in_each_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = []
    for language in ("en", "de", "fr"):
        monkeypatch.setenv(chosen_language.OWN, language)
        codes.append(
            [main(words) for words in (["buld"], ["--help"], [], ["explain", "no.code"], ["--version"])]
        )
    capsys.readouterr()
    assert codes[0] == codes[1] == codes[2]


def test_a_text_of_the_user_that_is_in_the_catalog_stays_as_it_is() -> None:
    """A chapter may be called as something that the program says."""
    assert german().text(Phrase("missing")) == "fehlt"
    for name in ("name", "title", "text", "path", "value", "key"):
        template = "{" + name + "} is what it is"
        assert german().text(Phrase(template, **{name: "missing"})) == "missing is what it is"
    for field in PROGRAM_FIELDS:
        assert german().text(Phrase("{" + field + "} it is", **{field: "missing"})) == "fehlt it is"
    assert german().text(Phrase("{name} it is", name=Phrase("missing"))) == "fehlt it is"


@pytest.mark.usefixtures("speaks_german")
def test_a_question_and_its_refusal_are_german(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bookbuilder.cli.shared.ask import asked_value, confirmed

    def day(answer: str) -> str:
        if answer == "x":
            raise typer.BadParameter(Phrase("write it as 2026-01-31"))
        return answer

    answers = iter(["x", "2026-01-31", "j", "n", "", "y", "nein"])
    monkeypatch.setattr("typer._click.termui.visible_prompt_func", lambda _: next(answers))
    assert asked_value(Phrase("The day"), day) == "2026-01-31"
    assert "Fehler: als 2026-01-31 schreiben" in capsys.readouterr().err
    assert [confirmed(Phrase("Is this its translation?")) for _ in range(5)] == [
        True,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.usefixtures("speaks_german")
def test_numbers_have_the_signs_of_the_language() -> None:
    assert german().phrase("{count:,} things to mend", count=12345) == "12.345 Stellen zu beheben"
    assert german().enumeration(["a", Phrase("no PDF"), Phrase("no e-book")]) == "a, kein PDF und kein E-Book"
