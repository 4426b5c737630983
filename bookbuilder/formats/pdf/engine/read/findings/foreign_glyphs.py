"""Finds the characters that are printed in another family than the first one that their style names.

Pango takes a character that a family lacks from the next one that has it, and without a word from any font of the book if
none of those has it. A text is looked at only if a character is in it that was not seen in its style before, so this takes
next to no time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.shaping.glyph_runs import runs
from bookbuilder.formats.pdf.engine.shaping.word_cache import style_caches

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import PageBox

_FACE = ("font_family", "font_style", "font_stretch", "font_weight", "lang")
"""The properties that say from which fonts a text is set."""


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield each character once for the families of its style and the one that it is printed in. The words of each are the
    character, the latter family and the former ones."""
    seen: set[tuple[str, ...]] = set()
    for number, page in enumerate(pages):
        for box in boxes_of(page).every:
            if isinstance(box, TextBox) and box.text:
                for words in _of_text(box):
                    if words not in seen:
                        seen.add(words)
                        yield LayoutFinding("glyph.foreign", number, words=words)


def _of_text(box: TextBox) -> Iterator[tuple[str, ...]]:
    """Yield the characters of a text that are not printed in its first family, each with the family that it is printed in
    and those of the text."""
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
            yield letter, families[letter], *asked


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
