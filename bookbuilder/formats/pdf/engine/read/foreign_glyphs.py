"""Finds the characters of a document that are printed in another family than the first one that their style names.

Pango takes a character that a family lacks from the next one that has it, and without a word from any font of the book if
none of those has it. A text is looked at only if a character is in it that was not seen in its style before, so this takes
next to no time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from bookbuilder.formats.pdf.compile.layout_findings import ForeignGlyph
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.page_flow import chapters
from bookbuilder.formats.pdf.engine.shaping.glyph_runs import runs
from bookbuilder.formats.pdf.engine.shaping.word_cache import style_caches

if TYPE_CHECKING:
    from weasyprint.document import Document

_FACE = ("font_family", "font_style", "font_stretch", "font_weight", "lang")
"""The properties that say from which fonts a text is set."""


def foreign_glyphs(document: Document) -> Iterator[ForeignGlyph]:
    """Yield each character once for the families of its style and the one that it is printed in."""
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    for page in document.pages:
        for box in boxes_of(page._page_box).every:
            if isinstance(box, TextBox) and box.text:
                for glyph in _of_text(box):
                    if glyph not in seen:
                        seen.add(glyph)
                        chapter = next(iter(chapters(page._page_box)), None)
                        element = chapter.element if chapter else None
                        yield ForeignGlyph(*glyph, "" if element is None else element.get("id") or "")


def _of_text(box: TextBox) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the characters of a text that are not printed in its first family, with its families and that one."""
    style = box.style
    key = ("printed_in", *(_plain(style[name]) for name in _FACE))
    families: dict[str, str] = style_caches(style).others.setdefault(key, {})
    letters = set(box.text)
    if not letters <= families.keys():
        families.update(_families(box))
        families.update(dict.fromkeys(letters - families.keys(), ""))
    asked = tuple(style["font_family"])
    for letter in sorted(letters):
        if families[letter] and families[letter].casefold() != asked[0].casefold():
            yield letter, asked, families[letter]


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _families(box: TextBox) -> dict[str, str]:
    """Return the family that each character of a text is printed in; empty for what is not drawn."""
    layout = line_break.Layout(box.style)
    layout.set_text(box.text)
    line, _ = layout.get_first_line()
    found: dict[str, str] = {}
    for run in runs(line, box.text):
        _, description, _ = get_pango_font_key(run.font)
        family = ffi.string(pango.pango_font_description_get_family(description)).decode()
        for letter in run.text.decode(errors="ignore"):
            if not (letter.isspace() or unicodedata.category(letter).startswith("C")):
                found.setdefault(letter, family)
    layout.deactivate()
    return found
