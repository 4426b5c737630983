"""Reports the words of a text in easy language that its readers do not know, as far as their list says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.document.reader_terms import ReaderTerm
from bookbuilder.locales.easy_words import KNOWN, easy_words
from bookbuilder.phrases import counted
from bookbuilder.pipeline.chapter_words import (
    FIND_WORDS,
    ChapterWordsInput,
    FoundWord,
    WordListInput,
    word_keys,
)
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleInput
from bookbuilder.project.readers_words_file import readers_words
from bookbuilder.typed_decoding import from_msgpack

UNKNOWN = Rule(
    "easy.unknown",
    "{word!r} is neither in the readers' words nor explained in the book; {places} ({source})",
    "Easy language has words that everybody knows, and explains the others. The readers' words stand in"
    " l10n/<locale>/words.txt, in any of their forms. A word is explained by a sentence (Ein Vertrag ist eine Abmachung), in"
    " a list of terms or in glossary.toml. Each word is told once, where it stands first.",
    Severity.NOTICE,
)
MANY = Rule(
    "easy.unlisted",
    "{count:,} more words of this text are neither in the readers' words nor explained ({source})",
    "Only the words that stand most often are told one by one. Where there are many more, the list lacks words that the"
    " readers know.",
    Severity.NOTICE,
)
_MOST = 40
"""Words that are told one by one."""


def report_unknown_words(
    reading: LocaleInput, drafts: Sequence[DraftedChapter], terms: Mapping[str, ReaderTerm]
) -> None:
    """Report `easy.unknown` for a locale in easy language with a list of its readers' words, and `words.*` of the list."""
    world, report, locale = reading.context.world, reading.context.findings, reading.locale
    if not locale.is_easy or (rule := easy_words(locale, world).get(KNOWN)) is None:
        return
    listed = readers_words(world, reading.settings.name, report)
    if listed is None:
        return
    tasks = [
        ChapterWordsInput(world, drafted.draft, drafted.text, reading.spec)
        for drafted in drafts
        if drafted.text and not drafted.borrowed
    ]
    chapters = reading.context.runner.run(FIND_WORDS, tasks)
    (keys,) = reading.context.runner.cached(
        [
            WordListInput(world, words, reading.spec)
            for words in ((*listed.words, *rule.known, *_named(reading, terms)),)
        ],
        word_keys,
    )
    known = frozenset(from_msgpack(keys, list[str])).union(*(chapter.explained for chapter in chapters))
    unknown = _together(one for chapter in chapters for one in chapter.words if not one.is_known(known))
    most = sorted(range(len(unknown)), key=lambda index: -unknown[index].count)[:_MOST]
    for one in (unknown[index] for index in sorted(most)):
        places = counted(one.count, "it stands in one place", "it stands in {count:,} places")
        hint = "take a word that everybody knows, or explain this one; a word that the readers know goes into words.txt"
        report(UNKNOWN, one.span, hint=hint, word=one.word, places=places, source=rule.source)
    if len(unknown) > _MOST:
        report(MANY, Span(listed.path), count=len(unknown) - _MOST, source=rule.source)


def _together(words: Iterable[FoundWord]) -> list[FoundWord]:
    """Return words in their order, the forms of one word as the first of them."""
    result: list[FoundWord] = []
    by_key: dict[str, int] = {}
    for one in words:
        index = next((by_key[key] for key in sorted(one.keys) if key in by_key), len(result))
        if index < len(result):
            result[index] = replace(result[index], count=result[index].count + one.count)
        else:
            result.append(one)
        by_key |= {key: index for key in one.keys if key not in by_key}
    return result


def _named(reading: LocaleInput, terms: Mapping[str, ReaderTerm]) -> Iterator[str]:
    """Yield the words of names, of abbreviations of the book, and of terms that the glossary explains in this language."""
    texts = [form for name in reading.names.by_key.values() for form in (name.form.entry, name.form.full)]
    texts += [term.words for term in terms.values() if not (term.words_lang or term.meaning_lang)]
    texts += [
        short
        for listed in reading.spec.abbreviations.of(reading.spec.tag)
        for short, words in listed.items()
        if words
    ]
    for text in texts:
        yield from (word.strip(",.;()") for word in text.split() if word.strip(",.;()"))
