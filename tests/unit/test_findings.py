"""What is found is kept within bounds, however much of it there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import diagnostics
from bookbuilder.cli.shared.fold_findings import SHOWN, fold_findings
from bookbuilder.diagnostics import LISTED, Findings, Rule, Span, diagnostic

QUOTE = Rule("test.quote", "a straight quote", "Why.")
OTHER = Rule("test.other", "another thing", "Why.")


def test_more_of_a_kind_in_a_file_are_counted() -> None:
    findings = Findings()
    for column in range(LISTED + 1000):
        findings(QUOTE, Span("a.md", 1, column + 1))
    findings(QUOTE, Span("b.md", 1, 1))
    findings(OTHER, Span("a.md", 1, 1))
    found = findings.sorted()
    assert len(found) == LISTED + 3
    assert [str(one) for one in found if one.more] == [
        f"a.md:1:{LISTED + 1}: error: there are 1,000 more of this kind in this file, which are not listed [test.quote]"
    ]
    assert [one for one in fold_findings(found) if isinstance(one, tuple)] == [
        (found[-2], LISTED + 1000 - SHOWN)
    ]


def test_what_was_counted_elsewhere_is_told_once() -> None:
    first, second = Findings(), Findings()
    for findings in (first, second):  # a chapter that is read for two editions
        for column in range(LISTED + 7):
            findings(QUOTE, Span("a.md", 1, column + 1))
    both = Findings()
    both.extend(first.sorted())
    both.extend(second.sorted())
    assert both.sorted() == first.sorted()


@given(st.lists(st.integers(0, 30), max_size=60))
def test_what_is_not_listed_is_counted_once_each(columns: list[int]) -> None:
    findings = Findings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diagnostics, "LISTED", 10)
        for column in columns:
            findings(QUOTE, Span("a.md", 1, column + 1))
    found = findings.sorted()
    assert sum(one.more or 1 for one in found) == len(set(columns))


def test_each_problem_is_told_once() -> None:
    findings = Findings()
    findings(QUOTE, Span("a.md", 1, 1))
    findings.extend([diagnostic(QUOTE, Span("a.md", 1, 1))])
    assert len(findings.sorted()) == 1
