"""Lists the words of a chapter in easy language, each once, and those that it explains, as a cached step."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from bookbuilder.build_step import Step
from bookbuilder.cache_key import excluded
from bookbuilder.diagnostics import Span
from bookbuilder.document.text_lines import TextLine, text_lines
from bookbuilder.locales import Locale
from bookbuilder.locales.compound_words import joined
from bookbuilder.locales.easy_words import KNOWN, easy_words
from bookbuilder.locales.inflected_forms import InflectedForms, inflected_forms
from bookbuilder.locales.sentence_starts import sentence_rules
from bookbuilder.pipeline.draft_chapter import LITTLE_TEXT, Draft
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Reader

_APART = frozenset({"alt", "short", "place", "event"})
"""Kinds of lines that are no text."""
_WORD = re.compile(r"(?<![\w.])[^\W\d_](?:[^\W_]|['’·\u00ad-](?=[^\W_]))+")
_PART = re.compile("[·\u00ad-]")


class FoundWord(Struct, frozen=True, array_like=True, gc=False):
    """A word of a chapter: as it stands there first, where, and how often; the keys of its forms, and those of its parts if
    these are shown (`Bundes·kanzler`)."""

    word: str
    span: Span
    count: int
    keys: frozenset[str]
    parts: tuple[frozenset[str], ...] = ()

    def is_known(self, known: Collection[str]) -> bool:
        """Whether the keys of known words have one of its own, or one of each of its parts."""
        if not self.keys.isdisjoint(known):
            return True
        return bool(self.parts) and all(not part.isdisjoint(known) for part in self.parts)


class ChapterWords(Struct, frozen=True, array_like=True, gc=False):
    """The words of a chapter, in its order, and the keys of those that it explains."""

    words: tuple[FoundWord, ...]
    explained: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChapterWordsInput:
    """A chapter in easy language, with the text of its file."""

    world: Reader = field(metadata=excluded("what is read are files of the program"))
    draft: Draft
    text: str
    spec: LocaleSpec


@dataclass(frozen=True, slots=True)
class WordListInput:
    """Words whose keys are asked for, and their locale."""

    world: Reader = field(metadata=excluded("what is read are files of the program"))
    words: tuple[str, ...]
    spec: LocaleSpec


def word_keys(task: WordListInput) -> bytes:
    """Return the encoded keys of the forms of words: of each as a whole."""
    forms = inflected_forms(task.spec.locale(task.world), task.world)
    return msgspec.msgpack.encode(sorted({key for word in task.words for key in _keys(word, forms)}))


def find_words(task: ChapterWordsInput) -> bytes:
    """Return the encoded `ChapterWords` of a chapter. Numbers, the words of facts, and abbreviations are no words of it."""
    locale = task.spec.locale(task.world)
    rule = easy_words(locale, task.world)[KNOWN]
    forms, ends = inflected_forms(locale, task.world), sentence_rules(locale, task.world)
    lines = task.text.split("\n")
    explained: set[str] = set()
    small: set[str] = (
        set()
    )  # what stands with a small letter, or may have its capital as the first word of a sentence
    first: dict[str, tuple[str, Span]] = {}
    counts: dict[str, int] = {}
    for line in text_lines(task.draft.written, locale.language):
        kind = line.kind.rpartition(" ")[2]
        if kind in _APART or line.fixed:
            continue
        starts = (0, *ends.starts(line.text))
        for sentence in _sentences(line.text, starts):
            for begin, stop in rule.find(sentence):
                explained |= _each(sentence[begin:stop], forms)
        if kind == "term":
            explained |= _each(line.text, forms)
        place = line.places(lines)
        for begin, word in _words(line, locale):
            key = joined(word, "none").casefold()
            first.setdefault(key, (word, place(begin)))
            counts[key] = counts.get(key, 0) + 1
            if begin in starts or not word[0].isupper():
                small.add(key)
    found = tuple(
        FoundWord(word, span, counts[key], _keys(word, forms, noun=key not in small), _parts(word, forms))
        for key, (word, span) in first.items()
    )
    return msgspec.msgpack.encode(ChapterWords(found, frozenset(explained)))


def _words(line: TextLine, locale: Locale) -> Iterator[tuple[int, str]]:
    """Yield the words of a line with their offsets."""
    short = [(start, end) for start, end, _ in locale.typography.abbreviations.find(line.text)]
    for match in _WORD.finditer(line.text):
        if not line.within(*match.span()) and not any(
            a < match.end() and match.start() < b for a, b in short
        ):
            yield match.start(), match[0]


def _sentences(text: str, starts: Sequence[int]) -> Iterator[str]:
    """Yield the sentences of a text; one that ends with a colon with what follows: Das heißt: Vertrag."""
    ends = (*starts[1:], len(text))
    for index, start in enumerate(starts):
        announces = text[start : ends[index]].rstrip().endswith(":")
        yield text[start : ends[min(index + announces, len(ends) - 1)]]


def _keys(word: str, forms: InflectedForms, *, noun: bool = False) -> frozenset[str]:
    """Return the keys of a word, however its parts are joined."""
    whole = joined(word, "none").replace("’", "'")
    return forms.keys(whole, noun=noun) | forms.keys(whole.replace("-", ""), noun=noun)


def _parts(word: str, forms: InflectedForms) -> tuple[frozenset[str], ...]:
    """Return the keys of each part of a long word. What is behind the first may be a noun as well: Bundes·kanzler."""
    parts = [part for part in _PART.split(word) if part]
    return tuple(forms.keys(part) for part in parts) if len(parts) > 1 else ()


def _each(text: str, forms: InflectedForms) -> frozenset[str]:
    """Return the keys of the words of a text."""
    return frozenset[str]().union(*(_keys(match[0], forms) for match in _WORD.finditer(text)))


FIND_WORDS = Step(
    f"{__name__}:find_words",
    ChapterWordsInput,
    lambda data: from_msgpack(data, ChapterWords),
    lambda given: len(given.text),
    LITTLE_TEXT,
)
