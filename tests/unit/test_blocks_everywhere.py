"""Blocks of reports in awkward places: each keeps its words in every medium, or is refused with its place and a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbuilder.cli import main
from tests.cases import book
from tests.cases.case import run

BLOCKS = {
    "interview": "::: interview Tq\nWq?\n: Wa.\n:::",
    "dialogue": "::: dialogue Tq\nWs\n: Wd.\n:::",
    "letter": '::: letter {to="Wt / Wu" place=Wp date=2022-01-17 signed="Wg"}\nWl.\n:::',
    "verse": "| Wv\n|   Ww",
    "key-facts": "::: key-facts\n- Wk\n- Wj\n:::",
    "key-figures": "::: key-figures\n- **Wk** Wj\n:::",
    "steps": "::: steps Tq\n1. Wx\n2. Wy\n:::",
    "tabs": ":::: tabs\n::: tab Wone\nWa\n:::\n::: tab Wtwo\nWb\n:::\n::::",
    "margin": "::: margin Tq\nWm.\n:::",
    "include": "::: include {src=/parts/x.md}\n:::",
    "only": "{only=print}\nWonly\n\n{not=print}\nWnot",
}
FREE = ("verse", "include", "only")
"""What is no box, so that notes and cells can hold it."""


def indented(text: str, first: str, rest: str) -> str:
    """Return a block behind a sign, its other lines indented."""
    head, *lines = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else rest.rstrip() for line in lines)])


def fenced(opening: str, text: str) -> str:
    return f":::::: {opening}\n{text}\n::::::"


PLACES: dict[str, Callable[[str], str]] = {
    "text": lambda block: block,
    "list": lambda block: indented(block, "- ", "  "),
    "item": lambda block: "1. Wi\n\n" + indented(block, "   ", "   "),
    "quotation": lambda block: indented(block, "> ", "> "),
    "definition": lambda block: "Wterm\n: " + indented(block, "", "  "),
    "callout": lambda block: "> [!TIP] Tx\n>\n" + indented(block, "> ", "> "),
    "box": lambda block: fenced("aside Tx", block),
    "div": lambda block: fenced("{.x}", block),
    "tab": lambda block: fenced("tab Tx", block),
    "answer": lambda block: fenced("interview", f"Wf?\n: Wan.\n\n{indented(block, '  ', '  ')}"),
    "step": lambda block: fenced("steps", f"1. Wst\n\n{indented(block, '   ', '   ')}"),
    "letter": lambda block: fenced("letter", block),
    "note": lambda block: f"W[^m]\n\n[^m]: Wn.\n\n{indented(block, '    ', '    ')}",
    "cell": lambda block: fenced("table", f"* - Wh\n  - Wi\n* - Wz\n  - {indented(block, '', '    ')}\n\nWc"),
}
REFUSED = {"note": "note.block", "cell": "cell.block"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", BLOCKS)
def test_no_word_is_lost_in_silence(name: str, place: str, tmp_path: Path) -> None:
    text = f"# A\n\nFirst.\n\n{PLACES[place](BLOCKS[name])}\n\nLast.\n"
    files = {"chapters/de/01-a.md": text, "parts/x.md": "Winc *x*.\n\n- Wlist\n"}
    out = run(book.write(tmp_path, files), "chapters/de/01-a.md", {"web": "", "print": "", "epub": ""})
    errors = [line for line in out["says"].split("\n") if ": error: " in line]
    if place in REFUSED and name not in FREE:
        assert any(REFUSED[place] in line for line in errors), errors
        assert all(re.match(r"chapters/de/01-a\.md:\d+:\d+: error: ", line) for line in errors)
        return
    assert errors == []
    wanted = set(re.findall(r"\bW[a-z]+", text)) | ({"Winc", "Wlist"} if name == "include" else set())
    for medium in ("web", "print", "epub"):
        shown = set(re.findall(r"\bW[a-z]+", re.sub("<[^>]*>", " ", out[medium])))
        gone = {"Wnot" if medium == "print" else "Wonly"}
        assert wanted - gone <= shown, medium
        assert not shown & gone


PRINTED = "Words.\n\n{only=print}\nMore [](#nowhere) and [x]{fact=none} and <b>bold</b>.\n"


@pytest.mark.parametrize("text", [PRINTED, PRINTED.replace("print", "web")])
def test_what_is_wrong_in_one_variant_is_told(text: str, tmp_path: Path) -> None:
    said = run(book.write(tmp_path, {"chapters/de/01-a.md": f"# A\n\n{text}"}), "chapters/de/01-a.md", {})[
        "says"
    ]
    assert [code for code in ("reference.unknown", "fact.unknown", "html.raw") if code not in said] == []
    assert "chapters/de/01-a.md:6:" in said


@pytest.mark.parametrize("made", ["pdf", "web", "epub"])
def test_it_is_told_also_if_another_variant_is_made_alone(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "".join(f"{{only={edition}}}\nMore [](#of-{edition}).\n\n" for edition in ("pdf", "web", "epub"))
    book.write(tmp_path, {"chapters/de/01-a.md": f"# A\n\nWords.\n\n{wrong}"})
    assert main(["build", "-e", made, str(tmp_path)]) == 1
    said = "".join(capsys.readouterr())
    assert all(f"nothing in the book is called #of-{edition}" in said for edition in ("pdf", "web", "epub"))
