"""Diagnostics as values: how they print, sort and collect."""

from __future__ import annotations

import pytest

from bookbuilder.diagnostics import (
    NOWHERE,
    BookbuilderError,
    Findings,
    Rule,
    Severity,
    Span,
    diagnostic,
    nearest,
)
from bookbuilder.discovery import rules

RULE = Rule("noun.state", "there is no {thing!r}", "Because.")
NOTICE = Rule("noun.other", "fine", "Because.", Severity.NOTICE)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span("a.md", 14, 7), "a.md:14:7"),
        (Span("a.md", 14), "a.md:14"),
        (Span("a.md"), "a.md"),
        (NOWHERE, "bookbuilder"),
    ],
)
def test_a_place_prints_what_is_known(span: Span, expected: str) -> None:
    assert str(span) == expected


def test_a_diagnostic_prints_as_a_compiler_would() -> None:
    found = diagnostic(RULE, Span("a.md", 1, 2), hint="did you?", thing="x")
    assert str(found) == "a.md:1:2: error: there is no 'x' [noun.state]"
    assert found.hint == "did you?"


def test_findings_are_sorted_by_place_and_told_once() -> None:
    findings = Findings()
    for span in (
        Span("b.md", 1, 1),
        Span("a.md", 10, 1),
        Span("a.md", 9, 30),
        Span("a.md", 9, 4),
        Span("b.md", 1, 1),
    ):
        findings(RULE, span, thing="x")
    assert [str(d.span) for d in findings.sorted()] == ["a.md:9:4", "a.md:9:30", "a.md:10:1", "b.md:1:1"]


def test_only_an_error_fails() -> None:
    findings = Findings()
    findings(NOTICE, NOWHERE)
    assert not findings.failed
    findings.extend([diagnostic(RULE, NOWHERE, thing="x")])
    assert findings.failed


def test_the_error_carries_its_diagnostics() -> None:
    found = diagnostic(RULE, NOWHERE, thing="x")
    error = BookbuilderError(found)
    assert error.diagnostics == (found,) and str(error) == "there is no 'x'"


def test_what_is_near() -> None:
    assert nearest("asid", ["aside", "figure"]) == 'did you mean "aside"?'
    assert nearest("xyz", ["aside", "figure"]) == ""
    assert nearest("it's", ["its'"]) == 'did you mean "its\'"?'


def test_the_sentence_of_a_rule_can_be_filled() -> None:
    class Anything(dict[str, int]):
        def __missing__(self, key: str) -> int:
            return 2

    for rule in rules().values():
        assert rule.sentence.format_map(Anything()).strip()
