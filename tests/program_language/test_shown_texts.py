"""What commands print besides findings, in German: why a rule is one, themes, the manual, a folder that is gone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bookbuilder import discovery
from bookbuilder.accessibility_review.questions import QUESTIONS
from bookbuilder.cli import main
from bookbuilder.cli.shared.progress import duration_text
from bookbuilder.diagnostics import Rule
from bookbuilder.phrases import counted
from bookbuilder.program_language import chosen_language
from bookbuilder.program_language.translation import Translation, translation
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]
CODE = re.compile("`([^`]*)`")
TYPED = re.compile(r"[\w.\-\[\]/]+|bookbuilder [\w .-]+")
"""What is the same in all languages: names of keys, options, files and commands."""
ENGLISH = re.compile(r"\b(?:the|is|are|of|with|and|which|pages|days?|open|build)\b")


def german() -> Translation:
    return translation({chosen_language.OWN: "de"}, World(ROOT))


@pytest.fixture(autouse=True)
def _speaks_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chosen_language.OWN, "de")


@pytest.mark.parametrize("rule", discovery.rules().values(), ids=discovery.rules())
def test_why_a_rule_is_one_keeps_what_is_typed(rule: Rule) -> None:
    said = german().why(rule.why)
    assert said != rule.why
    kept = {code for code in CODE.findall(rule.why) if TYPED.fullmatch(code) and "house" not in code}
    assert kept <= set(CODE.findall(said))
    assert said.endswith((".", "!", "?"))


def test_a_code_is_explained_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "chapter.part"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("\n\nEin Kapitel steht in front, main oder back.")


def test_themes_are_described_in_german(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\nid = "a"\nsource = "de"\n', encoding="utf-8")
    assert main(["theme", "list", "--book", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "Prosa, die von Anfang bis Ende gelesen wird." in out
    assert not ENGLISH.search(out)


def test_a_page_of_the_manual_is_german_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "setup"]) == 0
    assert capsys.readouterr().out.startswith("# Installation\n\n## Installieren und bauen")
    assert main(["help", "facts"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs/facts.md").read_text(encoding="utf-8")
    assert main(["help"]) == 0
    out = capsys.readouterr().out
    assert "Ein wöchentliches Dossier" in out and "Facts" in out
    assert main(["help", "Install", "and", "build"]) == 0, "headings of the English manual are topics as well"


def test_other_languages_have_the_english_manual(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(chosen_language.OWN, "fr")
    assert main(["help", "setup"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs/setup.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("count", [1, 2, 12_345])
def test_what_a_signature_is_asked_about_is_german(count: int) -> None:
    for question in QUESTIONS:
        assert not ENGLISH.search(german().text(question.text))
        if question.things:
            said = german().text(counted(count, *question.things))
            assert not ENGLISH.search(said)
            assert {1: "1 ", 2: "2 ", 12_345: "12.345 "}[count] in said


@pytest.mark.parametrize("seconds", [1, 43.2, 260, 8000])
def test_durations_have_no_english_words(seconds: float) -> None:
    assert re.fullmatch(r"\d+ (?:s|min|h \d+ min)", german().text(duration_text(seconds)))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not delete the folder of a process")
@pytest.mark.parametrize("words", [["status"], ["build"], ["theme", "list"]], ids=" ".join)
def test_a_folder_that_is_gone_is_told(words: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    script = f"import os; os.rmdir({str(folder)!r})\nfrom bookbuilder.cli import main\nraise SystemExit(main({words!r}))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert (
        done.stderr
        == "der aktuelle Ordner ist nicht mehr da\n  Abhilfe: in einen vorhandenen wechseln: cd ~\n"
    )
