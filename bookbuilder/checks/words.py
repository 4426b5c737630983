"""The program has words in the language of the locale, and the book's own words answer something it says."""

from __future__ import annotations

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import Report, Rule, Severity, nearest
from bookbuilder.locales import messages

ENGLISH = Rule(
    "words.missing",
    "the program says {count} things in English, for it knows no {language} words",
    "Words such as “Contents” and “Chapter 3” come from the catalog of the locale (messages.po in its folder). Where"
    " that has none, the book gives them in [locales.<name>.words] of book.toml.",
    Severity.WARNING,
)
UNSAID = Rule(
    "words.unknown",
    "the program never says {message!r}",
    "In [locales.<name>.words] the English message stands on the left, letter by letter, with its fields in braces.",
    Severity.WARNING,
)


def run(subject: Subject, report: Report) -> None:
    """Report what is missing (once for a locale, with all the messages), and words that nobody asked for."""
    edition, locale = subject.edition, subject.locale
    known = messages(subject.world)
    for message in edition.words:
        if message not in known:
            report(UNSAID, edition.span, message=message, hint=nearest(message, known))
    missing = [message for message in known if ("", message) not in locale.catalog]
    if missing and locale.language != "en":
        lines = ", ".join(f'"{message}"' for message in missing)
        report(
            ENGLISH, edition.span, count=len(missing), language=locale.cldr.get_language_name("en") or locale.tag,
            hint=f"give them in [locales.{edition.name}.words]: {lines}",
        )  # fmt: skip


CHECK = Check("words", "The program has words in the language of the locale.", run)
