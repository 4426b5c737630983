"""A build says how many paragraphs of its PDFs were broken line by line, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.paragraph_counts import Paragraphs, total
from tests.cases import book
from tests.conftest import outcome

HEBREW = "שלום עולם, זה טקסט בעברית."
FILES = {
    "chapters/de/01-a.md": f"# A\n\nEin Satz.\n\n[{HEBREW}]{{lang=he}}\n",
    "chapters/de/02-b.md": f"# B\n\nEin Satz.\n\n[{HEBREW}]{{lang=he}}\n",
}


def test_counts_are_added_by_reason() -> None:
    one, other = Paragraphs(5, (("line", 1), ("script", 2))), Paragraphs(7, (("script", 1),))
    assert total([one, other]) == Paragraphs(12, (("line", 1), ("script", 3)))
    assert total([]) == Paragraphs()


@pytest.mark.heavy
def test_a_build_counts_all_parts_and_remembers_it(tmp_path: Path) -> None:
    root = book.write(tmp_path, FILES, editions=book.PRINT)
    result = api.build(root)
    assert not result.failed
    assert result.paragraphs.count > 8 and dict(result.paragraphs.line_by_line)["script"] == 2
    again = api.build(root)
    assert again.unchanged and again.paragraphs == result.paragraphs
    plain = api.build(root, without_patches=("total_fit",))
    assert plain.paragraphs == Paragraphs()


def test_a_build_tells_it_as_json_and_with_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(book.write(tmp_path, FILES, editions=book.PRINT))
    assert main(["build", root, "--json", "--no-jail"]) == 0
    counted = outcome(capsys.readouterr().out)["paragraphs"]
    assert counted["line_by_line"]["script"] == 2
    assert main(["build", root, "--json", "--no-jail"]) == 0
    assert outcome(capsys.readouterr().out)["paragraphs"] == counted
    broken = sum(counted["line_by_line"].values())
    told = f"{broken} of {counted['count']} paragraphs were broken line by line ("
    assert main(["build", root, "--all", "--no-jail"]) == 0
    assert told in (said := capsys.readouterr().err) and "script 2" in said
    assert main(["build", root, "--no-jail"]) == 0
    assert "paragraphs" not in capsys.readouterr().err
