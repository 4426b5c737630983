"""Shapes each word once: lines are put together from words that are shaped, as a compositor sets them from type.

WeasyPrint 70.0 has Pango shape a line for every try to break it, then to measure it, then to draw it. A justified line is
drawn word by word, since its spaces differ from those of the font; so a word looks the same wherever it stands, and its
glyphs are cached, as in browsers. The width of a space depends on the words beside it, since fonts kern with it. All this
holds for letters that do not depend on what stands beyond a space: those of Latin, Greek and Cyrillic, from left to right.
Anything else is left to Pango.

A font may have features for one script alone, and figures and signs have none of their own: they are shaped as those of the
script of the text's language, where letters are not spaced.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unicodedata import combining
from weakref import ref

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

from bookbuilder.formats.pdf.engine.marks import FontConfigurationMarks, noted
from bookbuilder.formats.pdf.engine.shaping.glyph_runs import STEP, GlyphRun, runs
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached, is_of_one_line
from bookbuilder.locales.scripts import script_of

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.text.ffi import CData
    from weasyprint.text.fonts import FontConfiguration

SPACES = " \u00a0"
"""What is widened in a justified line (WeasyPrint's `count_expandable_spaces`)."""
FIXED_SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
"""Spaces of one width, behind which a line may end; they have no width there. In a line they are letters of a word."""
WORDS = re.compile(f"[{SPACES}]|[^{SPACES}]+")
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u0259\u02bc\u0300-\u036f\u0370-\u052f\u1e00-\u1fff"
    "\u2000-\u200a\u2010-\u2027\u202f-\u205e\u2070-\u209f\u20a0-\u20cf\u2100-\u218f\u2212]*"
)
"""Letters, figures and signs that a word may consist of. Not among them: tabs, ends of lines, soft hyphens, joiners and
marks of direction."""
_SHAPED_BY = (
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch"),
    *("font_weight", "font_size", "font_kerning", "font_variant_ligatures", "font_variant_position"),
    *("font_variant_caps",),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
    *("font_variation_settings", "letter_spacing", "word_spacing"),
)
"""The properties that glyphs depend on (WeasyPrint's `Layout.setup`)."""
_SCRIPTS = {
    "Latn": re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259\u1e00-\u1eff]"),
    "Grek": re.compile("[\u0370-\u0373\u0376-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff]"),
    "Cyrl": re.compile("[\u0400-\u0482\u048a-\u052f]"),
}
"""The letters of each script, as far as they are plain; figures and signs have none."""
_CARRIERS = {"Latn": "a", "Grek": "\u03b1", "Cyrl": "\u0430"}
"""A letter of each script: beside it, figures and signs are taken for those of the script."""
MOST_WORDS = 20_000
"""Words in a cache."""
MOST_CACHES = 100
"""Caches that are kept: a book has some twenty."""
_UNKNOWN = pango.PANGO_GLYPH_UNKNOWN_FLAG


class _ShapingStyle(dict[str, object]):
    """A copy of the properties of a style that glyphs depend on."""

    def __init__(self, style: Style) -> None:
        super().__init__({name: style[name] for name in _SHAPED_BY})
        # Glyphs do not depend on these, but `Layout` of WeasyPrint reads them.
        self.update(text_decoration_line="none", overflow_wrap="normal")
        self._fonts = ref(style.font_config)

    @property
    def font_config(self) -> FontConfiguration | None:
        """The fonts, which own the caches and not the other way round."""
        return self._fonts()


@dataclass(slots=True, eq=False)
class Word:
    """A word or a space, shaped: its glyphs, their width in units of Pango (1024 in a px), its script, and by what it
    kerns with a space before (`first`) and behind it (`last`): a glyph, or the word itself if its last letter has a
    mark."""

    text: str
    run: GlyphRun
    width: int
    script: str
    first: Hashable
    last: Hashable


class WordCache:
    """A face at a size, with its features and language, and the words that were shaped in it."""

    def __init__(self, style: Style) -> None:
        self._style = _ShapingStyle(style)
        self.spacing = 0.0 if style["letter_spacing"] == "normal" else float(style["letter_spacing"])
        self._script = script_of(style["lang"] or "")
        # Pango takes half of the space between letters away at the ends of a line, so those have no letter before them.
        self._carrier = "" if self.spacing else f"{_CARRIERS.get(self._script, 'a')} "
        self._words: dict[str, Word | None] = {}
        self._kerns: dict[tuple[Hashable, ...], int] = {}
        self._probe, line = self._space()
        _, self.height = line_break.line_size(line, self._style)
        self.baseline = pango.pango_layout_get_baseline(self._probe.layout) * FROM_UNITS
        self.font = next(runs(line, " ")).font  # lives as long as the layout

    def word(self, text: str) -> Word | None:
        """Return a word (or a space) of plain letters, None if it is not one run of known glyphs of this font."""
        try:
            return self._words[text]
        except KeyError:
            if len(self._words) >= MOST_WORDS:
                self._words.clear()
            word = self._words[text] = self._shaped(text)
            return word

    def words(self, text: str) -> list[Word] | None:
        """Return the words and spaces of a plain text, None if one of them is none that `word` knows."""
        known = self._words
        words = []
        for letters in WORDS.findall(text):
            word = known[letters] if letters in known else self.word(letters)
            if word is None:
                return None
            words.append(word)
        return words

    def kern(self, one: Word, other: Word) -> int:
        """Return how much wider a word and a space are beside each other, in units of Pango; mostly it is less than 0."""
        key = one.last, other.first, one.script, other.script
        width = self._kerns.get(key)
        if width is None:
            both = self._shaped(one.text + other.text)
            width = self._kerns[key] = 0 if both is None else both.width - one.width - other.width
        return width

    def _shaped(self, text: str) -> Word | None:
        script = next((name for name, letters in _SCRIPTS.items() if letters.search(text)), "")
        before = "" if script else self._carrier  # in a line, signs go with the script before them
        run = self._run(before + text, len(before.encode())) or self._run(text, 0)
        if run is None:
            return None
        numbers = run.numbers
        glyphs = numbers[0::STEP]
        last = text if combining(text[-1]) else glyphs[-1]
        return Word(text, run, sum(numbers[1::STEP]), script or self._script, glyphs[0], last)

    def _run(self, text: str, start: int) -> GlyphRun | None:
        """Return the glyphs of a text from a byte on, if all of it is one run of them."""
        layout = line_break.Layout(self._style)
        layout.set_text(text)
        line, second = layout.get_first_line()
        line_runs = list(runs(line, text))
        layout.deactivate()
        if second is not None or len(line_runs) != 1:
            return None
        if line_runs[0].font != self.font:
            self._follow_font()
        run = line_runs[0].behind(start)
        numbers = run.numbers
        if not numbers or run.clusters[0] or run.font != self.font or run.level % 2 or any(numbers[3::STEP]):
            return None
        glyphs = numbers[0::STEP]
        if any(glyph & _UNKNOWN for glyph in glyphs if glyph != pango.PANGO_GLYPH_EMPTY):
            return None
        return run

    def _space(self) -> tuple[line_break.Layout, CData]:
        """Return the layout of a space, and its line."""
        layout = line_break.Layout(self._style)
        layout.set_text(" ")
        return layout, layout.get_first_line()[0]

    def _follow_font(self) -> None:
        """Forget all words if Pango has another font object for this face: when a face is added to its fonts, it makes all
        of them anew."""
        probe, line = self._space()
        font = next(runs(line, " ")).font
        if font != self.font:
            self._probe, self.font = probe, font
            self._words.clear()
            self._kerns.clear()


@dataclass(slots=True)
class StyleCaches:
    """The word caches of the fonts of a book, and what others compute from them."""

    words: dict[Hashable, WordCache] = field(default_factory=dict)
    others: dict[Hashable, Any] = field(default_factory=dict)  # values of many types, by who asks


def style_caches(style: Style) -> StyleCaches:
    """Return the caches of the fonts of a style."""
    return noted(style.font_config, lambda: FontConfigurationMarks(StyleCaches())).caches


def plain(text: str) -> bool:
    """Whether a text is made of words that can be shaped one by one."""
    return _PLAIN.fullmatch(text) is not None


def word_cache(style: Style) -> WordCache | None:
    """Return the word cache of a style; None if its lines are not made of words: they run from right to left, say."""
    if is_of_one_line(style):
        return None
    return cached(style, "words", _word_cache)


def _word_cache(style: Style) -> WordCache | None:
    if style["word_spacing"] or style["direction"] != "ltr" or style["font_size"] <= 0:
        return None
    if style["letter_spacing"] != "normal" and style["letter_spacing"] < 0:
        return None
    caches = style_caches(style)
    key = tuple(_hashable(style[name]) for name in _SHAPED_BY)
    if key not in caches.words:
        if len(caches.words) >= MOST_CACHES:
            caches.words.clear()
            caches.others.clear()
        caches.words[key] = WordCache(style)
    return caches.words[key]


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
