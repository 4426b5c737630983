"""Each design decision has its number; a superseded one says by which; the files that a decision names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.test_architecture_page import known, named

REPO = Path(__file__).parents[2]
FOLDER = REPO / "docs/decisions"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
NUMBER = re.compile(r"\[(\d{4})\]")
STATUS = re.compile(r"\n\nStatus: (partly )?superseded by (.+?)\n\n", re.DOTALL)


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_the_title_has_the_number(decision: Path) -> None:
    number = re.match(r"(\d{4})-[a-z0-9-]+\.md$", decision.name)
    assert number and decision.read_text(encoding="utf-8").startswith(f"# {number[1]}: ")


def test_a_number_has_one_decision() -> None:
    numbers = [one.name[:4] for one in DECISIONS]
    assert [number for number in numbers if numbers.count(number) > 1] == []


def test_the_list_is_that_of_the_folder(accept: bool) -> None:
    """`--accept` writes it."""
    page = FOLDER / "README.md"
    text = page.read_text(encoding="utf-8")
    head = text[: text.index("| Number |")] if "| Number |" in text else text
    rows = ["| Number | Decision | Superseded by |", "|---|---|---|", *map(_row, DECISIONS)]
    if accept:
        page.write_text(head + "\n".join([*rows, ""]), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == head + "\n".join([*rows, ""])


def _row(decision: Path) -> str:
    text = decision.read_text(encoding="utf-8")
    number, _, title = text.partition("\n")[0].removeprefix("# ").partition(": ")
    successors = [
        f"{'partly ' if partly else ''}{', '.join(re.findall(NUMBER, links))}"
        for partly, links in STATUS.findall(text)
    ]
    return f"| {number} | [{title}]({decision.name}) | {'; '.join(successors)} |"


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_a_superseded_decision_names_its_successor(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert text.count("\nStatus: ") == len(STATUS.findall(text))
    for _, successors in STATUS.findall(text):
        links = re.findall(r"\[(\d{4})\]\(([^)]+)\)", successors)
        assert links
        for number, path in links:
            assert path.startswith(f"{number}-") and path != decision.name
            assert (FOLDER / path).is_file()


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_the_files_that_it_names_are_there(decision: Path) -> None:
    if not _superseded(decision):
        paths = {path for path in named(decision.read_text(encoding="utf-8")) if path.endswith(".py")}
        assert sorted(path for path in paths if not known(path)) == []


def _superseded(decision: Path) -> bool:
    return any(not partly for partly, _ in STATUS.findall(decision.read_text(encoding="utf-8")))
