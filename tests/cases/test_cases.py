"""Every case of every feature: the book that it gives, and what comes out. See case.py for how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.case import ROOT, Case, cases, outcome

FILES = sorted([*(ROOT / "tests" / "cases").glob("*.md"), *(ROOT / "bookbuilder").rglob("*cases.md")])
FOUND = [(file, case) for file in FILES for case in cases(file.read_text(encoding="utf-8"))]


def name(file: Path) -> str:
    """Return what a file of cases is about."""
    return file.parent.name if file.name == "cases.md" else file.stem


@pytest.mark.parametrize(("file", "case"), FOUND, ids=[f"{name(file)}: {case.title}" for file, case in FOUND])
def test_case(file: Path, case: Case, tmp_path: Path, accept: bool) -> None:
    real = outcome(case, tmp_path)
    if accept:
        text = file.read_text(encoding="utf-8")
        before, after = f"\n{case}", f"\n{real}"
        assert f"\n{text}".count(before) == 1, "the case is not written as it would be printed"
        file.write_text(f"\n{text}".replace(before, after)[1:], encoding="utf-8")
    else:
        assert str(real) == str(case)


def test_there_are_cases() -> None:
    assert len(FOUND) > 100
    assert {"aside", "index", "imprint"} <= {name(file) for file in FILES}


def test_a_file_of_cases_is_written_as_it_is_read() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        for case in cases(text):
            assert f"\n{case}" in f"\n{text}", case.title
        titles = [case.title for case in cases(text)]
        assert len(titles) == len(set(titles)), f"two cases of {file} have the same title"
