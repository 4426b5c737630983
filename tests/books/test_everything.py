"""The book with every construct in awkward combinations: all gates pass on it, and the second check asks nobody again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bookbuilder import api

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("everything") / "book"
    shutil.copytree(HERE / "everything", place)
    return place


def test_all_gates_pass(root: Path) -> None:
    result = api.check(root, validators=True)
    assert [str(one) for one in result.diagnostics] == []
    assert all(one.ran for one in result.verdicts)
    assert {one.validator for one in result.verdicts} == {
        *("Ace by DAISY", "EPUBCheck", "Nu Html Checker", "qpdf", "veraPDF", "bookbuilder words"),
    }
    again = api.check(root, validators=True)
    assert all(one.cached for one in again.verdicts)
    assert again.report == result.report


def test_a_list_that_begins_with_seven_does_so_in_print(root: Path) -> None:
    (pdf,) = api.build(root, editions=["pdf"]).files
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "7. Eine Liste, die bei sieben beginnt" in text
    assert "8. und einem zweiten Punkt" in text
