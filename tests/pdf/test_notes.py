"""A footnote holds more than lines, and is printed once however often it is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from bookbuilder.cli import main
from bookbuilder.validators.pdf_text import pdf_text
from tests.cases import book

CHAPTER = """\
# Noten

Ein Satz.[^a] Ein zweiter.[^b] Noch ein Ruf.[^a]

{#again}
Und zum dritten Mal.[^a]

[^a]: Einmal gedruckt.

    > Ein Zitat.

    - Eine Liste

    | Tag | Ort |
    |-----|-----|
    | Montag | Kiew |

[^b]: > Nur ein Zitat.
"""


def _elements(node: Any) -> Iterator[Any]:
    """Yield the elements of a structure, in its order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _elements(node.get("/K"))


def _types(node: Any) -> list[str]:
    return [str(one.S)[1:] for one in _elements(node)]


def test_a_note_has_the_structure_of_what_it_holds(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER}, editions=book.PRINT)
    assert main(["build", "--jobs", "1", str(root)]) == 0
    data = (root / "output" / "fall.de.print.pdf").read_bytes()
    with pikepdf.open(root / "output" / "fall.de.print.pdf") as pdf:
        notes = [one for one in _elements(pdf.Root.StructTreeRoot.K) if one.S == "/Note"]
        assert [_types(note) for note in notes] == [
            ["Note", "Lbl", "BlockQuote", "P", "L", "LI", "Lbl", "LBody", "Div", "Table", "THead", "TR", "TH",
             "TH", "TBody", "TR", "TD", "TD"],
            ["Note", "Lbl", "BlockQuote", "P"],
        ]  # fmt: skip
        calls = [
            _types(one) for one in _elements(pdf.Root.StructTreeRoot.K) if one.S in ("/Reference", "/Link")
        ]
        assert calls.count(["Reference", "Lbl"]) == 2 and calls.count(["Link"]) >= 2
    text = "".join(piece.text for piece in pdf_text(data).pieces).replace("\n", "").replace("\r", "")
    for words in ("Einmal gedruckt", "Ein Zitat", "Eine Liste", "Montag", "Nur ein Zitat"):
        assert text.count(words) == 1, words
    assert "Noch ein Ruf.1" in text and "zum dritten Mal.1" in text
