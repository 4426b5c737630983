"""The test suite of OASIS for XLIFF 2.1: our reader refuses each invalid document and reads each valid one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.exchange import xliff2
from tests.judges.suites import XLIFF, suite

COUNTS = {"invalid": 162, "valid": 59, "in-out": 18}


def documents(kind: str) -> list[Path]:
    folder = suite(*XLIFF) / "xliff-21" / "test-suite"
    found = sorted(folder.glob(f"*/{kind}/*.xlf"))
    assert len(found) == COUNTS[kind], (
        f"{folder} is not the suite of XLIFF 2.1 as it was: {len(found)} {kind} documents"
    )
    return found


def told(path: Path) -> list[str]:
    findings = Findings()
    xliff2.read(path.read_bytes(), path.name, findings)
    return [str(found) for found in findings.sorted()]


def test_every_invalid_document_is_refused() -> None:
    accepted = [path.name for path in documents("invalid") if not told(path)]
    assert accepted == []


def test_a_document_is_refused_for_what_is_wrong_with_it() -> None:
    """No document is refused only since something else is told at all of them."""
    said = {path.name: told(path) for path in documents("invalid")}
    assert all(":0: " not in line and "exchange." in line for lines in said.values() for line in lines)
    assert len({line.partition("error: ")[2] for lines in said.values() for line in lines}) > 80


@pytest.mark.parametrize("kind", ["valid", "in-out"])
def test_every_valid_document_is_read(kind: str) -> None:
    assert {path.name: lines for path in documents(kind) if (lines := told(path))} == {}
