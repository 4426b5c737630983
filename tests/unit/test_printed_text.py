"""Whatever a message holds, a reader that takes lines gets each finding as one, in every format."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from bookbuilder.cli.shared import build_events, print_findings
from bookbuilder.cli.shared.outcome import Outcome
from bookbuilder.cli.shared.report_formats.report_format import CheckOutcome, report_formats
from bookbuilder.diagnostics import Diagnostic, Severity, Span
from bookbuilder.markdown.convert_picture import NO_ALT
from bookbuilder.paragraph_counts import Paragraphs
from bookbuilder.printed_text import json_text, visible

ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line for `str.splitlines`, and so for many readers."""
HOSTILE = st.text(
    st.sampled_from(f'a<&"\\\x00\x1b\x7f\x9b\u202e\u2066\udcff{ENDS}') | st.characters(codec="utf-8"),
    max_size=20,
)


def found(text: str) -> Diagnostic:
    """Return a finding with a text everywhere."""
    return Diagnostic(NO_ALT.code, Severity.ERROR, Span(f"chapters/{text}.md", 3, 1), text, text)


@given(HOSTILE)
@example(ENDS)
def test_json(text: str) -> None:
    whole = print_findings.json([found(text)], [], Path("book"), fine=False, paragraphs=Paragraphs())
    assert whole.splitlines() == whole.split("\n")
    assert json.loads(whole)["diagnostics"][0]["message"] == text


@given(HOSTILE)
@example(ENDS)
@pytest.mark.parametrize("name", sorted(report_formats()))
def test_reports(name: str, text: str) -> None:
    outcome = CheckOutcome([found(text)], (), strict=False, fine=False)
    # All modules of the program are loaded for its rules, which takes seconds.
    with patch("bookbuilder.cli.shared.report_formats.sarif.rules", lambda: {NO_ALT.code: NO_ALT}):
        whole = report_formats()[name].write(outcome)
    assert whole.splitlines() == whole.split("\n")
    if name == "sarif":
        (result,) = json.loads(whole)["runs"][0]["results"]
        assert result["message"]["text"] == (f"{text}\n{text}" if text else "")
    else:
        root = etree.fromstring(whole.encode())
        assert root.find(".//failure") is not None


@given(HOSTILE)
@example(ENDS)
def test_events(text: str) -> None:
    out = StringIO()
    with redirect_stdout(out):
        build_events.Events().finish(Outcome((found(text),)), Path("book"), fine=False)
    _, first, last = out.getvalue().splitlines()
    assert json.loads(first)["message"] == text
    assert json.loads(last)["event"] == "done"


@given(HOSTILE)
@example(ENDS)
def test_lines_for_people(text: str) -> None:
    out = StringIO()
    print_findings.diagnostics([found(text)], print_findings.Console(out, {}), Path("book"))
    printed = out.getvalue()
    assert printed.splitlines() == printed.removesuffix("\n").split("\n")
    assert len(printed.splitlines()) == (2 if text else 1)
    assert "\x1b" not in printed


@given(HOSTILE)
def test_it_says_the_same(text: str) -> None:
    assert json.loads(json_text([text])) == [text]
    assert len(visible(text).splitlines()) <= 1
