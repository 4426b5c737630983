"""Finds spellings of names that names.toml rules out, and says what to write instead; in linear time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bookbuilder.locales import Locale
from bookbuilder.names.localized_names import LocalName
from bookbuilder.names.name import Form

_WORD = re.compile(r"[^\W_]+")
_HISSING = ("s", "ß", "x", "z", "ce", "S")
"""Endings of names that take an apostrophe where others take an s."""


@dataclass(frozen=True, slots=True)
class SpellingMatch:
    """An unwanted spelling in a text: its start, the wanted spelling, the key of the name.

    `ending` is a case ending behind it: the s of `Zelenskyjs`. `sure`: it can be replaced without other changes.
    """

    start: int
    old: str
    new: str
    key: str
    ending: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Spellings:
    """The unwanted spellings of a locale.

    `known` maps each to the wanted one, its key and whether it is sure; `begun` maps the first word of a spelling to its
    offset and the lengths of the spellings; `endings` are the language's case endings.
    """

    known: Mapping[str, tuple[str, str, bool]]
    begun: Mapping[str, tuple[tuple[int, int], ...]]
    endings: tuple[str, ...]

    @classmethod
    def of(cls, names: Mapping[str, LocalName], locale: Locale) -> Spellings:
        """Return the unwanted spellings of a locale: those that `not` lists, and forms of other languages in its script."""
        used_forms = {
            form for local in names.values() for form in (local.form.entry, local.form.full, local.form.short)
        }
        corrections: dict[str, tuple[str, str, bool]] = {}
        for key, local in names.items():
            for form, sure in _others(local):
                for old, new in _pairs(form, local.form):
                    if old in used_forms or len(old) < 3 or not _WORD.search(old):
                        continue
                    before = corrections.get(old)
                    # The same word for two names needs a decision.
                    agreed = before is None or before[:2] == (new, key)
                    corrections[old] = (
                        *(before or (new, key))[:2],
                        agreed and (sure or bool(before and before[2])),
                    )
        starts: dict[str, set[tuple[int, int]]] = {}
        for old in corrections:
            word = _WORD.search(old)
            assert word is not None
            starts.setdefault(word[0], set()).add((word.start(), len(old)))
        starts_longest_first = {
            word: tuple(sorted(places, key=lambda p: -p[1])) for word, places in starts.items()
        }
        return cls(corrections, starts_longest_first, endings(locale) or ())

    def find(self, text: str, marked: str = "") -> Iterator[SpellingMatch]:
        """Yield the unwanted spellings of a text, in order; `marked` is the key of the name that it is marked as."""
        end = 0
        for word in _WORD.finditer(text) if self.known else ():
            if word.start() < end:
                continue
            for begin in (word[0], *(word[0].removesuffix(e) for e in self.endings if word[0].endswith(e))):
                spelling = self._at(text, word.start(), self.begun.get(begin, ()), marked)
                if spelling is not None:
                    yield spelling
                    end = spelling.start + len(spelling.old)
                    break

    def corrected(self, text: str, key: str) -> str:
        """Return a text with the spelling of one name corrected.

        >>> known = {"Zelenskyj": ("Selenskyj", "zelensky", True)}
        >>> Spellings(known, {"Zelenskyj": ((0, 9),)}, ("s",)).corrected("Präsident Zelenskyjs", "zelensky")
        'Präsident Selenskyjs'
        """
        parts, end = [], 0
        for match in self.find(text, key):
            if match.key == key and match.sure:
                parts += [text[end : match.start], match.new]
                end = match.start + len(match.old)
        return "".join(parts) + text[end:]

    def _at(
        self, text: str, word: int, places: tuple[tuple[int, int], ...], marked: str
    ) -> SpellingMatch | None:
        for offset, length in places:
            start = word - offset
            old = text[start : start + length] if start >= 0 else ""
            correction = self.known.get(old)
            ending = self._ending(text, start + length) if correction else None
            if correction is None or ending is None or _joined(text, start, start + length):
                continue
            new, key, sure = correction
            sibilant = bool(ending) and new.endswith(_HISSING)
            return SpellingMatch(start, old, new, key, ending, (sure or key == marked) and not sibilant)
        return None

    def _ending(self, text: str, end: int) -> str | None:
        """Return the case ending at a position, empty at the end of a word; None if the word goes on otherwise."""
        for ending in ("", *self.endings):
            over = end + len(ending)
            if text.startswith(ending, end) and not text[over : over + 1].isalnum():
                return ending
        return None


def endings(locale: Locale) -> tuple[str, ...] | None:
    """Return the case endings that a language adds to names; None if they are not a matter of a few letters."""
    setting = locale.settings.get("names", {}).get("endings")
    return None if setting is None else tuple(setting)


def _others(local: LocalName) -> Iterator[tuple[Form, bool]]:
    """Yield the unwanted forms of a name, and whether each can be replaced as it is.

    The name of a place may need another article and case: Ukraine, die Ukraine.
    """
    for form in local.spellings:
        yield form, True
    if not local.borrowed:
        for form in local.name.forms.values():
            if form != local.form and _script(form.entry) == _script(local.form.entry):
                yield form, local.name.index == "persons"


def _pairs(old: Form, new: Form) -> Iterator[tuple[str, str]]:
    """Yield each form with its replacement; without a short form, the replacement with as many words."""
    if old.full != old.short:
        yield old.full, new.full
        yield old.short, new.short
    else:
        short = len(old.full.split()) == len(new.short.split()) != len(new.full.split())
        yield old.full, new.short if short else new.full


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a word is part of an address: post@kiev.example, kiev.example/a."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return (
        before[-1:] in tuple("@/_")
        or after[:1] in tuple("@/_")
        or (before[-1:] == "." and before[:1].isalnum())
        or (after[:1] == "." and after[1:].isalnum())
    )


def _script(text: str) -> str:
    """Return the script of a text's first letter: LATIN, CYRILLIC."""
    letter = next((letter for letter in text if letter.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""
