"""What is found on pages is told at its block, or else at its chapter, or else where the edition is described."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.discovery import modules
from bookbuilder.document.nodes import Paragraph, Text
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read import findings as detectors
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.layout_messages import MESSAGES, report_findings

PARAGRAPH = Paragraph((Text("a"),), id="da", span=Span("b.md", 7, 1))


def galley(name: str, path: str, *blocks: Paragraph) -> SimpleNamespace:
    return SimpleNamespace(
        head=SimpleNamespace(id=name, span=Span(path, 1, 1)), decoded=lambda: SimpleNamespace(blocks=blocks)
    )


@pytest.mark.parametrize(
    ("block", "chapter", "place"),
    [
        ("c.md:3:2", "01-a", "c.md:3:2"),
        ("da", "01-a", "b.md:7:1"),
        ("gone", "02-b", "b.md"),
        ("", "", "book.toml:9:1"),
    ],
)
def test_a_finding_has_a_place(block: str, chapter: str, place: str) -> None:
    galleys = galley("01-a", "a.md"), galley("02-b", "b.md", PARAGRAPH)
    edition = SimpleNamespace(locale=SimpleNamespace(span=Span("book.toml", 9, 1)))
    book: Any = SimpleNamespace(document=SimpleNamespace(galleys=galleys), edition=edition)
    findings = Findings()
    report_findings(
        [LayoutFinding("line.cut", 1, block, chapter, ("abc",))], ["", "1"], FindingPlaces(book), findings
    )
    (told,) = findings.sorted()
    assert str(told) == f"{place}: warning: page 2 cuts off a line at its edge: 'abc' [line.cut]"


def test_what_detectors_find_has_a_rule() -> None:
    rules = {rule.code for rule in MESSAGES}
    for module in modules(detectors.__name__):
        codes = re.findall(r'LayoutFinding\(\s*"([a-z.]+)"', Path(module.__file__ or "").read_text("utf-8"))
        assert codes and rules.issuperset(codes)
