"""Finds where the sentences of a text begin, surely enough to print each on a line of its own.

Unicode's rules (UAX 29) know no abbreviations and no ordinal numbers with a point, so what follows these is looked at again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

import icu

from bookbuilder.locales.common_word_list import common_words
from bookbuilder.locales.locale import Locale
from bookbuilder.locales.private_use import base_tag
from bookbuilder.world import Assets

_SECTIONS = ("words", "before", "names", "behind")
_LAST = frozenset({"usw.", "usf.", "etc.", "u. v. m.", "a.m.", "p.m."})
"""Abbreviations that end sentences as often as not; the next word begins one if it has a capital letter."""
_ORDINAL = re.compile(r"(?<![\w.,])\d{1,3}\.$")
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.$")
_WORD = re.compile(r"[^\W\d_]+")
_COLON = re.compile(r":\s+(?=[„“«»‹›‚‘\"']?[^\W\d_a-zäöüß])")
"""What is announced by a colon is a sentence as well, or a list: it begins with a capital letter, or in a script without."""
_LONGEST = 24
"""Letters before a break in which an abbreviation is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class SentenceRules:
    """How sentences end in a language: by its `tag`, `abbreviations` and `common` words in small letters; `dotted`: numbers
    in an order are written with a point."""

    tag: str
    abbreviations: Collection[str] = ()
    common: Collection[str] = ()
    dotted: bool = False
    _ends: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compile the abbreviations."""
        listed = sorted(
            {text for text in self.abbreviations if text.endswith(".")}, key=lambda text: (-len(text), text)
        )
        pattern = "|".join(map(re.escape, listed))
        object.__setattr__(self, "_ends", re.compile(rf"(?<!\w)({pattern})$" if listed else r"(?!)"))

    def starts(self, text: str) -> tuple[int, ...]:
        """Return the offsets at which the sentences behind the first one begin.

        >>> SentenceRules("de", ("z. B.", "Dr."), ("er",), True).starts("Am 2. Mai kam Dr. Ott. Er sagt z. B. Ja! Gut.")
        (23, 41)
        """
        if not text:
            return ()
        iterator = icu.BreakIterator.createSentenceInstance(icu.Locale.forLanguageTag(base_tag(self.tag)))
        iterator.setText(text)
        offsets = (_before_brackets(text, offset) for offset in _characters(text, iterator))
        breaks = {offset for offset in offsets if 0 < offset < len(text) and not self._goes_on(text, offset)}
        return tuple(sorted(breaks.union(match.end() for match in _COLON.finditer(text))))

    def _goes_on(self, text: str, offset: int) -> bool:
        """Whether the sentence goes on behind a break of Unicode's."""
        before = (
            text[max(0, offset - _LONGEST) : offset].rstrip().replace("\u00a0", " ").replace("\u202f", " ")
        )
        following = _WORD.match(text, offset)
        common = following is not None and following[0].lower() in self.common
        if match := self._ends.search(before):
            return match[1] not in _LAST and not common
        if _INITIAL.search(before):
            return True
        return self.dotted and bool(_ORDINAL.search(before)) and not common


def sentence_rules(locale: Locale, world: Assets) -> SentenceRules:
    """Return how sentences end in a locale."""
    abbreviations = locale.typography.abbreviations
    listed = {key for section in _SECTIONS for key in abbreviations.listed(section)}
    listed |= {*abbreviations.searched, *abbreviations.scales, *abbreviations.free, *abbreviations.months}
    common = common_words(locale.language, world)
    return SentenceRules(locale.tag, tuple(sorted(listed)), common, locale.typography.dotted)


def _before_brackets(text: str, offset: int) -> int:
    """Return where a sentence begins whose opening marks ICU counts to the one before, as in Japanese."""
    while offset > 0 and unicodedata.category(text[offset - 1]) in ("Ps", "Pi"):
        offset -= 1
    return offset


def _characters(text: str, iterator: icu.BreakIterator) -> list[int]:
    """Return the breaks of ICU, which counts UTF-16 units, as offsets of Python."""
    units = list(iterator)
    if max(text) <= "\uffff":
        return units
    offsets, size = {0: 0}, 0
    for position, character in enumerate(text, 1):
        size += 2 if character > "\uffff" else 1
        offsets[size] = position
    return [offsets[unit] for unit in units if unit in offsets]
