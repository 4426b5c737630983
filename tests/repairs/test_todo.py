"""What is left to do is listed by kind, mended for all places of a kind, and counts down."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bookbuilder import discovery
from bookbuilder.cli import main
from bookbuilder.diagnostics import Diagnostic, Severity, Span
from bookbuilder.repairs.repair import repairs
from bookbuilder.repairs.todo_list import todo_list
from tests.cases import book
from tests.cases.test_cases import FOUND, name

DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"
TEXT = """\
# Kapitel

![](a.svg "Die Karte")

![](a.svg){#zwei}

![](a.svg)

Siehe [](#nirgends) und <b>roh</b>.
"""
PLAIN = ["--jobs", "1", "--no-jail"]


def todo(root: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """Return how many things of each kind the command lists."""
    assert main(["todo", str(root), "--json", *words, *PLAIN]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["count"] == sum(entry["count"] for entry in data["todo"])
    return {entry["code"]: entry["count"] for entry in data["todo"]}


def test_it_counts_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": TEXT, "chapters/de/a.svg": DRAWING})
    assert todo(root, capsys=capsys) == {"image.alt": 3, "html.raw": 1, "reference.unknown": 1}
    assert todo(root, "--fix", "image.alt", capsys=capsys) == {
        "image.unconfirmed": 3, "html.raw": 1, "reference.unknown": 1,
    }  # fmt: skip
    text = (root / "chapters/de/01-a.md").read_text(encoding="utf-8")
    assert '![Die Karte](a.svg "Die Karte"){.unconfirmed}' in text
    assert "![a](a.svg){#zwei .unconfirmed}" in text and "![a](a.svg){.unconfirmed}" in text
    assert text.count("\n") == TEXT.count("\n"), "nothing else has changed"
    fixes = ["--fix", "html.raw", "--fix", "reference.unknown"]
    assert todo(root, *fixes, capsys=capsys) == {"image.unconfirmed": 3}
    (root / "chapters/de/01-a.md").write_text(
        (root / "chapters/de/01-a.md").read_text(encoding="utf-8").replace(".unconfirmed", ".seen"),
        encoding="utf-8",
    )
    assert todo(root, capsys=capsys) == {}


def test_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(
        tmp_path, {"chapters/de/01-a.md": TEXT + "\n![](a.svg)\n", "chapters/de/a.svg": DRAWING}
    )
    assert main(["todo", str(root), *PLAIN]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert lines[:3] == [
        "4 pictures have no alternative text [image.alt]",
        "  write in the brackets what they show, or {.decorative} behind them",
        "  `bookbuilder todo --fix image.alt` mends all of them as a draft shows them",
    ]
    assert (
        lines[3] == f"    {root}/chapters/de/01-a.md:3:1" and lines[6] == "    and 1 more; --all shows them"
    )
    assert said.err.endswith("6 things to mend\n")
    assert main(["todo", str(root), "--all", *PLAIN]) == 0
    assert "more; --all" not in capsys.readouterr().out
    assert main(["todo", str(root), "--fix", "image.allt", *PLAIN]) == 2
    assert "image.alt" in capsys.readouterr().err
    (root / "chapters/de/01-a.md").write_text("# Kapitel\n\nEin Satz.\n", encoding="utf-8")
    assert main(["todo", str(root), *PLAIN]) == 0
    said = capsys.readouterr()
    assert said.out == "" and said.err.endswith("nothing to mend\n")


@pytest.mark.heavy
def test_a_fix_changes_no_other_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of every other case with several kinds of errors, one is mended; the others stay unless they are in the same block."""
    tried = kept = several = 0
    for number, (file, case) in enumerate(FOUND):
        says = case.expected.get("says", "")
        codes = set(re.findall(r": error: .*\[([\w.]+)\]", says))
        # A meaning in glossary.toml is Markdown as well, but what is mended are chapters.
        elsewhere = set(re.findall(r"^(?!chapters/)\S+: error: .*\[([\w.]+)\]", says, re.MULTILINE))
        mended = next((code for code in sorted(codes - elsewhere) if code in repairs()), "")
        if len(codes) < 2 or not mended:
            continue
        several += 1
        if several % 2:  # every other case, since each is read twice
            continue
        root = book.write(tmp_path / str(number), case.files)
        before = todo(root, capsys=capsys)
        after = todo(root, "--fix", mended, capsys=capsys)
        others = {code for code in codes - {mended} if code in before}
        assert mended not in after, (name(file), case.title)
        assert all(after.get(code, 0) <= before[code] for code in others), (name(file), case.title)
        tried += 1
        kept += all(after.get(code, 0) == before[code] for code in others)
    assert kept > tried / 2 > 3


def test_every_repair_has_words_for_a_list() -> None:
    rules = discovery.rules()
    for code, repair in repairs().items():
        assert code in rules, code
        several, advice = repair.words[code]
        assert several.startswith("{count:,} ") and several.count("{") == 1, code
        assert advice and not advice.endswith(".") and "{count:,}" not in advice, code


def test_the_most_frequent_comes_first_and_unlisted_ones_count() -> None:
    def found(code: str, more: int = 0, severity: Severity = Severity.WARNING) -> Diagnostic:
        return Diagnostic(code, severity, Span("a.md", 1), "this is wrong", "do it", more=more)

    entries = todo_list([found("b.few"), found("a.many"), found("a.many", 41), found("c.few"),
                         found("d.none", severity=Severity.NOTICE)])  # fmt: skip
    assert [(one.code, one.text) for one in entries] == [
        ("a.many", "42 places: this is wrong"), ("b.few", "this is wrong"), ("c.few", "this is wrong"),
    ]  # fmt: skip
