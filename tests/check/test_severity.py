"""Findings as book.toml weighs them: other severities, and what is ignored for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic, Severity, Span
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.project.project import Checks, Ignore, SeverityOverride
from tests.cases import book

JUDGED = frozenset({"epub.invalid"})
CODES = ("epub.invalid", "image.alt", "number.changed")
HERE = Span("book.toml", 20, 1)


def finding(code: str, severity: Severity, path: str = "chapters/de/01-a.md") -> Diagnostic:
    return Diagnostic(code, severity, Span(path, 3, 1), f"what {code} says")


def said(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{one.span.path} {one.severity} {one.code}" for one in found]


@pytest.mark.parametrize(
    ("was", "wanted", "becomes"),
    [
        (finding("number.changed", Severity.WARNING), Severity.ERROR, ["error number.changed"]),
        (finding("number.changed", Severity.WARNING), Severity.NOTICE, ["notice number.changed"]),
        (finding("epub.invalid", Severity.ERROR), Severity.WARNING, ["warning epub.invalid"]),
        (finding("image.alt", Severity.ERROR), Severity.WARNING, ["error severity.fixed", "error image.alt"]),
        (finding("image.alt", Severity.ERROR), Severity.ERROR, ["error image.alt"]),
    ],
)
def test_a_book_says_how_much_a_finding_matters(
    was: Diagnostic, wanted: Severity, becomes: list[str]
) -> None:
    found = apply_severities(
        [was], Checks((SeverityOverride(was.code, wanted, HERE),)), lambda: JUDGED, CODES
    )
    assert [f"{one.severity} {one.code}" for one in found] == becomes


def test_what_is_ignored_is_not_told() -> None:
    found = [
        finding("epub.invalid", Severity.ERROR),
        finding("epub.invalid", Severity.ERROR, "chapters/en/01-a.md"),
    ]
    everywhere = Ignore("epub.invalid", "the shop wants it so")
    assert apply_severities(found, Checks((), (everywhere,)), lambda: JUDGED, CODES) == ()
    one = Ignore("epub.invalid", "known", path="chapters/en/01-a.md", words="invalid says")
    assert said(apply_severities(found, Checks((), (one,)), lambda: JUDGED, CODES)) == [
        "chapters/de/01-a.md error epub.invalid"
    ]


def test_an_ignore_that_is_of_no_use_is_told() -> None:
    old = Ignore("number.changed", "translated freely", span=HERE)
    (found,) = apply_severities([], Checks((), (old,)), lambda: JUDGED, CODES)
    assert str(found) == (
        "book.toml:20:1: warning: this ignores nothing any more: there is no diagnostic number.changed [ignore.unused]"
    )
    assert found.hint == "its reason was: translated freely"
    assert apply_severities([], Checks((), (old,)), lambda: JUDGED) == (), "only a part was checked"


def test_an_error_that_keeps_the_book_from_being_made_stays() -> None:
    found = [finding("image.alt", Severity.ERROR)]
    ignore = Ignore("image.alt", "no time", span=HERE)
    assert said(apply_severities(found, Checks((), (ignore,)), lambda: JUDGED, CODES)) == [
        "book.toml error severity.fixed",
        "chapters/de/01-a.md error image.alt",
    ]


def test_a_code_that_is_none_is_told() -> None:
    (found,) = apply_severities(
        [], Checks((SeverityOverride("epub.invalit", Severity.NOTICE, HERE),)), lambda: JUDGED, CODES
    )
    assert (
        str(found) == "book.toml:20:1: error: there is no diagnostic called 'epub.invalit' [severity.unknown]"
    )
    assert found.hint == 'did you mean "epub.invalid"?'


def test_a_build_weighs_as_well(tmp_path: Path) -> None:
    chapter = "# Kapitel\n\nAm Montag, 18. Januar 2022, war nichts.\n"
    check = '[editions.web]\nformat = "web"\n\n[check.severity]\nweekday.wrong = "error"\n'
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=check)
    result = api.build(root)
    assert [f"{one.severity} {one.code}" for one in result.diagnostics] == ["error weekday.wrong"]
    assert result.files == ()
    text = (root / "book.toml").read_text()
    ignore = '[[check.ignore]]\ncode = "weekday.wrong"\nreason = "quoted with its mistake"\n'
    (root / "book.toml").write_text(text.partition("[check.")[0] + ignore)
    result = api.build(root)
    assert result.diagnostics == ()
    assert result.files
