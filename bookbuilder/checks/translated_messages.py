"""Checks that the program's own words are translated into the locale, and that the book's own ones are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from jinja2 import Environment, TemplateSyntaxError
from jinja2.ext import extract_from_ast

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Severity, nearest
from bookbuilder.locales import Message, messages
from bookbuilder.locales.locale import language_name, word_lender
from bookbuilder.phrases import Phrase
from bookbuilder.world import Reader

MISSING = Rule(
    "words.missing",
    "the program has no {language} words for {count} of the things it says",
    "No English word stands in a book whose language has a catalog (messages.po in its folder), from which words such as"
    " “Contents” and “Chapter 3” come. What a theme of your own says besides, the book gives in [locales.<name>.words] of"
    " book.toml.",
)
ENGLISH = Rule(
    "words.english",
    "{count} of the things the program says are in {other}, for it has no {language} words",
    "Words such as “Contents” and “Chapter 3” come from the catalog of the language. There is none for this one, so they are"
    " those of the nearest language, or English, until the book gives them in [locales.<name>.words] of book.toml, or in a"
    " file that `bookbuilder translate export` writes for a translator.",
    Severity.NOTICE,
)
UNSAID = Rule(
    "words.unknown",
    "the program never says {message!r}",
    "In [locales.<name>.words] the English message stands on the left, letter by letter, with its fields in braces.",
    Severity.WARNING,
)


def run(subject: BookInput, report: Report) -> None:
    """Report missing words (once for a locale, with all messages), and unknown ones."""
    edition, locale = subject.edition, subject.locale
    used = used_messages(subject.world)
    texts = {message.text for message in used}
    for message in edition.words:
        if message not in texts:
            report(UNSAID, edition.span, message=message, hint=nearest(message, texts))
    if locale.language == "en":
        return
    missing = [message for message in used if locale.catalog.find(message) is None]
    if missing:
        rule = ENGLISH if locale.catalog.is_empty else MISSING
        report(
            rule, edition.span, language=locale.cldr.get_language_name("en") or locale.tag, other=_other(locale.tag),
            count=len({message.text for message in missing}),
            hint=Phrase("give them in [locales.{name}.words]: {listed}", name=edition.name, listed=_listed(missing)),
        )  # fmt: skip


def _other(tag: str) -> str:
    """Return the name of the language that the program speaks instead."""
    lender = word_lender(tag)
    return language_name(lender) if lender else "English"


def used_messages(world: Reader) -> tuple[Message, ...]:
    """Return what the program and the book's own themes say."""
    return (*messages(world), *_of_theme(world))


def _of_theme(world: Reader) -> Iterator[Message]:
    """Yield the messages in the book's own themes; a broken template is reported when it is used."""
    if world.root == world.assets:
        return
    for path in _themes(world):
        if path.endswith((".j2", ".css")):
            try:
                tree = Environment(autoescape=True).parse(world.text(path))
            except (BookbuilderError, TemplateSyntaxError, RecursionError, ValueError, MemoryError):
                continue
            for _, _, texts in extract_from_ast(tree, ("say",)):
                text, context = (*texts, None)[:2] if isinstance(texts, tuple) else (texts, None)
                if text is not None:
                    yield Message(text, context=context or "")


def _themes(world: Reader) -> Iterator[str]:
    """Yield the files of the book's own themes; an invalid name is reported when it is used."""
    for folder in world.folders("styles"):
        with suppress(BookbuilderError):
            yield from world.files(folder)


def _listed(missing: Sequence[Message]) -> str:
    return ", ".join(dict.fromkeys(f'"{message.text}"' for message in missing))


CHECK = Check("words", "The program has words in the language of the locale.", run)
