"""Marks that poppler, the library of Evince, selects and writes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.proofs.seeded_marks import SeededMark

SCRIPT = Path(__file__).with_name("write_poppler_marks.py")
PYTHON = "/usr/bin/python3"


def written_by_poppler(data: bytes, marks: Sequence[SeededMark], folder: Path) -> bytes:
    """Return a PDF with marks whose boxes poppler has chosen for a selection from the first to the last letter."""
    import pikepdf

    source, target = folder / "before.pdf", folder / "after.pdf"
    source.write_bytes(data)
    with pikepdf.open(source) as pdf:
        heights = [float(page.mediabox[3]) for page in pdf.pages]
    given = []
    for mark in marks:
        first, last, height = mark.words[0].boxes[0], mark.words[-1].boxes[-1], heights[mark.page]
        selection = [
            first[0] + 0.5,
            height - (first[1] + first[3]) / 2,
            last[2] - 0.5,
            height - (last[1] + last[3]) / 2,
        ]
        given.append({"page": mark.page, "kind": mark.kind, "text": mark.name, "selection": selection})
    asked = json.dumps({"source": str(source), "target": str(target), "marks": given})
    subprocess.run([PYTHON, str(SCRIPT)], input=asked, text=True, capture_output=True, check=True)
    return target.read_bytes()
