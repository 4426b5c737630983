"""Finds where words may be hyphenated, by Liang's patterns (as TeX has them) and exceptions.

A locale's folder may hold patterns (`hyph-….pat.txt`, one a line, with their licence) and exceptions of ours
(`hyphenation.toml`). Other languages use Pyphen's patterns, or those of a near language. Splitting the text of the patterns
into a dictionary takes milliseconds, and each is parsed when a word needs it, so nothing is cached.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import pyphen

from bookbuilder.locales.nearest_language import has_letters, nearest_language
from bookbuilder.locales.scripts import script_of
from bookbuilder.world import Assets

_PATHS = dict(pyphen.LANGUAGES)
"""Pyphen's own files, whatever replaces them later."""
SOFT_HYPHEN = "\u00ad"
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_LIMITS = (5, 2, 2)


@dataclass(slots=True, eq=False)
class Hyphenator:
    """Hyphenates the words of one language. `patterns` maps letters to their pattern (`aba` to `ab3a`); `shortest` is the
    minimum length of a word, `left` and `right` those before and after a hyphen, all in letters."""

    patterns: Mapping[str, Any]
    exceptions: Mapping[str, tuple[int, ...]]
    shortest: int = 5
    left: int = 2
    right: int = 2
    _longest: int = field(init=False)
    _known: dict[str, tuple[int, ...]] = field(init=False, default_factory=dict)
    _values: dict[str, tuple[tuple[int, int], ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Compute the length of the longest pattern."""
        self._longest = max(map(len, self.patterns), default=0)

    def positions(self, text: str) -> tuple[int, ...]:
        """Return the offsets at which a text may be hyphenated; parts around hyphens and apostrophes are words of their
        own.

        >>> Hyphenator({"na": "1na"}, {"banane": (2,)}, 3).positions("Banana")
        (2, 4)
        """
        result = self._known.get(text)
        if result is None:
            result = tuple(
                match.start() + place for match in _WORD.finditer(text) for place in self._word(match[0])
            )
            self._known[text] = result
        return result

    def with_hyphens(self, text: str, hyphen: str = SOFT_HYPHEN) -> str:
        """Return a text with a hyphen at every possible position."""
        return _WORD.sub(lambda match: self._joined(match[0], hyphen), text)

    def _joined(self, word: str, hyphen: str) -> str:
        cuts = (0, *self.positions(word), len(word))
        return hyphen.join(word[start:end] for start, end in pairwise(cuts))

    def _word(self, word: str) -> tuple[int, ...]:
        """Return the hyphenation positions of a word."""
        small = word.lower()
        if len(small) != len(word):
            return ()  # a letter whose lower case is longer: positions would not fit
        if small in self.exceptions:
            return self.exceptions[small]
        if len(word) < self.shortest:
            return ()
        dotted = f".{small}."
        levels = [0] * (len(dotted) + 1)
        for start in range(len(dotted) - 1):
            for end in range(start + 1, min(start + self._longest, len(dotted)) + 1):
                letters = dotted[start:end]
                if letters in self.patterns:
                    for offset, value in self._pattern(letters):
                        levels[start + offset] = max(levels[start + offset], value)
        last = len(word) - self.right
        return tuple(place for place in range(self.left, last + 1) if levels[place + 1] % 2)

    def _pattern(self, letters: str) -> tuple[tuple[int, int], ...]:
        """Return offset and value of each digit of a pattern."""
        result = self._values.get(letters)
        if result is None:
            pattern = self.patterns[letters]
            if isinstance(pattern, str):
                result = tuple(
                    (match.start() - number, int(match[0]))
                    for number, match in enumerate(re.finditer(r"\d", pattern))
                )
            else:  # Pyphen's: an offset and values; those that change letters are skipped
                result = tuple(
                    (pattern[0] + number, int(value))
                    for number, value in enumerate(pattern[1])
                    if getattr(value, "data", None) is None
                )
            self._values[letters] = result
        return result


def hyphenator(
    tag: str, world: Assets, limits: str = "", book_exceptions: Iterable[Mapping[str, str]] = ()
) -> Hyphenator | None:
    """Return the hyphenator of a language, or None if it has no patterns.

    `limits` are the three numbers of CSS's `hyphenate-limit-chars`; `book_exceptions` are the book's exceptions (word →
    word with hyphens), later ones overriding earlier ones.
    """
    patterns_tag = pattern_language(tag)
    if patterns_tag and patterns_tag.partition("-")[0] != tag.replace("_", "-").partition("-")[0]:
        return _borrowed(patterns_tag, world, limits, book_exceptions)
    folders = _folders(tag)
    exceptions: dict[str, tuple[int, ...]] = {}
    patterns: Mapping[str, Any] | None = None
    for folder in folders:
        for path in world.asset_files(f"package/locales/{folder}"):
            if path.endswith(".pat.txt"):
                text = world.read_asset(path).decode()
                patterns = dict(zip(_DIGITS.sub("", text).split(), text.split()))
        name = f"package/locales/{folder}/hyphenation.toml"
        if name in world.asset_files(f"package/locales/{folder}"):
            exceptions |= _cut(tomllib.loads(world.read_asset(name).decode()).values())
    for words in book_exceptions:
        exceptions |= _cut(words.values())
    if patterns is None:
        if not patterns_tag:
            return Hyphenator({}, exceptions) if exceptions else None
        patterns = _patterns(patterns_tag)
    shortest, left, right = (int(number) for number in limits.split()) if limits else _LIMITS
    return Hyphenator(patterns, exceptions, shortest, left, right)


def pattern_language(tag: str) -> str:
    """Return the language tag of the patterns that a language is hyphenated by; empty if there are none.

    They are its own, in its script, or those of the nearest language that knows all of its letters: Bosnian is hyphenated by
    Croatian patterns, but not Welsh by English ones.

    >>> pattern_language("de-CH"), pattern_language("bs"), pattern_language("sr-ME"), pattern_language("fi")
    ('de-CH', 'hr', 'sr-Latn', '')
    """
    return _pattern_language(tag.replace("_", "-"))


@lru_cache(maxsize=256)
def _pattern_language(tag: str) -> str:
    own = str(pyphen.language_fallback(tag) or "").replace("_", "-")
    if own and script_of(own) == script_of(tag):
        return own
    other = nearest_language(tag, _supported())
    if not other:
        return ""
    same = other.partition("-")[0] == tag.partition("-")[0]
    return other if same or has_letters(tag, "".join(_patterns(other))) else ""


@cache
def _supported() -> tuple[str, ...]:
    """Return the languages alone and with their scripts, so that the same one is found whatever regions Pyphen has."""
    return tuple(sorted({re.sub("-[A-Z]{2}$", "", name.replace("_", "-")) for name in _PATHS}))


def _patterns(tag: str) -> Mapping[str, Any]:
    patterns: Mapping[str, Any] = pyphen.Pyphen(filename=_PATHS[tag.replace("-", "_")]).hd.patterns
    return patterns


def _borrowed(
    tag: str, world: Assets, limits: str, book_exceptions: Iterable[Mapping[str, str]]
) -> Hyphenator | None:
    """Return the hyphenator of another language, without its exceptions, which are words of that language."""
    lender = hyphenator(tag, world, limits)
    exceptions: dict[str, tuple[int, ...]] = {}
    for words in book_exceptions:
        exceptions |= _cut(words.values())
    return None if lender is None else replace(lender, exceptions=exceptions)


def _folders(tag: str) -> tuple[str, ...]:
    """Return the folders of a language, the general one first: `de`, `de_AT`."""
    parts = tag.replace("-", "_").split("_")
    return tuple("_".join(parts[: number + 1]) for number in range(len(parts)))


def _cut(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the positions of the hyphens of each word, by its lower-case letters."""
    breaks = {}
    for word in words:
        pieces = word.lower().split("-")
        ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces) - 1)]
        breaks["".join(pieces)] = tuple(ends)
    return breaks
