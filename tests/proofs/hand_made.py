"""A book of a few lines, and a PDF that shows its text in the base font, where each mark is written by hand."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

LINES = (
    "The minister arrived in the morning and left again in the evening.",
    "Nobody had expected her, and nobody asked what she had come for.",
    "In the end 100,000 soldiers stayed where they were, for the time being.",
    "Their officers said that they had been there all along, as guests.",
)
CHAPTER = """\
---
title: Morning
---

The minister arrived in the morning and left again in the evening.
Nobody had expected her, and **nobody asked** what she had come for.

In the end [100,000]{fact=troops} soldiers stayed where they were, for the time being.
Their officers said that they had been there all along, as guests.
"""
SIZE, LEFT, TOP, STEP = 10, 50, 700, 14


def book(root: Path) -> Path:
    """Write the book into a folder and return it."""
    (root / "chapters/en").mkdir(parents=True)
    (root / "book.toml").write_text(
        '[book]\nid = "morning"\nsource = "en"\ndate = 2026-11-29\n\n[locales.en]\ntag = "en-US"\ntitle = "Morning"\n\n'
        '[editions.pdf]\nformat = "pdf"\n',
        encoding="utf-8",
    )
    (root / "facts.toml").write_text("[troops]\nnumber = 100000\n", encoding="utf-8")
    (root / "chapters/en/01-morning.md").write_text(CHAPTER, encoding="utf-8")
    return root


class HandMadePdf:
    """A PDF of one page with lines of text, for marks by hand."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines or LINES
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page(page_size=(500, 800))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        self.page.Resources = Dictionary(Font=Dictionary(F=self.pdf.make_indirect(font)))
        shown = "".join(
            f"BT /F {SIZE} Tf {LEFT} {TOP - STEP * number} Td ({line}) Tj ET\n"
            for number, line in enumerate(self.lines)
        )
        self.page.Contents = self.pdf.make_stream(shown.encode())
        self.page.Annots = Array([])

    def box(self, words: str) -> tuple[float, float, float, float]:
        """Return the box of words; each letter of the font is as wide as the others."""
        number, line = next((n, one) for n, one in enumerate(self.lines) if words in one)
        start, wide = line.index(words), SIZE * 0.6
        y = TOP - STEP * number
        return (LEFT + start * wide, y - 2, LEFT + (start + len(words)) * wide, y + 8)

    def mark(self, subtype: str, words: str, text: str = "", **more: Any) -> pikepdf.Object:
        """Put a mark on words and return it."""
        left, bottom, right, top = self.box(words)
        rect = more.pop("Rect", Array([left, bottom, right, top]))
        if subtype in ("Highlight", "Underline", "Squiggly", "StrikeOut"):
            more["QuadPoints"] = Array([left, top, right, top, left, bottom, right, bottom])
        if text:
            more["Contents"] = String(text)
        annotation = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=rect, **more)
        made = self.pdf.make_indirect(annotation)
        self.page.Annots.append(made)
        return made

    def caret(self, behind: str, text: str, **more: Any) -> pikepdf.Object:
        """Put a caret behind words and return it."""
        _, bottom, right, _ = self.box(behind)
        return self.mark(
            "Caret", behind, text, Rect=Array([right - 3, bottom - 3, right + 3, bottom + 3]), **more
        )

    def data(self) -> bytes:
        """Return the file."""
        out = BytesIO()
        self.pdf.save(out)
        return out.getvalue()
