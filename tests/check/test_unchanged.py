"""A check of a book in which nothing has changed tells again what the last one told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Severity
from bookbuilder.validators import judgement, validate
from bookbuilder.validators.installed_tool import NoVerdict, Tool
from bookbuilder.validators.validator import Remark, Validator, ValidatorInput
from bookbuilder.validators.word_completeness import LOST
from tests.cases import book

WEB = '[editions.web]\nformat = "web"\n'
CHAPTER = "chapters/de/01-a.md"
FILES: dict[str, str | bytes] = {CHAPTER: "# Kapitel\n\nEin Satz.\n"}


class Fake:
    """A validator that says the same of every page, and counts how often it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.version = "1"
        self.crashes = False
        those = (Validator("Fake", "something", LOST, (".html",), self._tool, self._judge),)
        monkeypatch.setattr(validate, "validators", lambda: those)
        monkeypatch.setattr(judgement, "validators", lambda: those)

    def _tool(self, world: object) -> Tool:
        return Tool(self.version)

    def _judge(self, judged: ValidatorInput) -> tuple[Remark, ...]:
        self.asked += 1
        if self.crashes:
            raise NoVerdict("it crashed")
        return (Remark(rule="r", message="said", severity=Severity.WARNING),)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    return Fake(monkeypatch)


def checked(root: Path) -> api.Result:
    return api.check(root, jobs=1, validators=True)


def test_the_same_is_told_again(tmp_path: Path, fake: Fake) -> None:
    root = book.write(tmp_path, FILES, editions=WEB)
    first, again = checked(root), checked(root)
    assert fake.asked == 1
    assert first.diagnostics == again.diagnostics != ()
    assert first.report == again.report is not None
    assert first.contents == again.contents
    (verdict,) = again.verdicts
    assert verdict.cached and verdict.findings == first.verdicts[0].findings


def test_what_has_changed_is_judged_again(tmp_path: Path, fake: Fake) -> None:
    root = book.write(tmp_path, FILES, editions=WEB)
    checked(root)
    (root / CHAPTER).write_text("# Kapitel\n\nEin anderer Satz.\n")
    checked(root)
    assert fake.asked == 2
    fake.version = "2"
    checked(root)
    assert fake.asked == 3


def test_a_quick_check_is_no_check_with_validators(tmp_path: Path, fake: Fake) -> None:
    root = book.write(tmp_path, FILES, editions=WEB)
    assert api.check(root, jobs=1).verdicts == ()
    assert len(checked(root).verdicts) == 1
    assert api.check(root, jobs=1).verdicts == ()


def test_a_validator_that_crashed_is_asked_again(tmp_path: Path, fake: Fake) -> None:
    root = book.write(tmp_path, FILES, editions=WEB)
    fake.crashes = True
    assert not checked(root).verdicts[0].ran
    fake.crashes = False
    assert checked(root).verdicts[0].ran
    assert fake.asked == 2


def test_errors_are_told_again(tmp_path: Path, fake: Fake) -> None:
    root = book.write(tmp_path, {CHAPTER: "# Kapitel\n\n[](#nirgends)\n"}, editions=WEB)
    first, again = checked(root), checked(root)
    assert first.failed and again.failed
    assert first.diagnostics == again.diagnostics
