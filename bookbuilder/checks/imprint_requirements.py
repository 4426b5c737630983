"""Checks that the imprint has what the law of the locale's country requires."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.phrases import Phrase

INCOMPLETE = Rule(
    "imprint.incomplete",
    "the imprint does not say {what}, which {tag} asks for",
    "What an imprint must name stands in the folder of the locale (locale.toml, [imprint]).",
    Severity.WARNING,
)
NO_NUMBER = Rule(
    "imprint.number",
    "the imprint has neither an ISBN nor an ISSN",
    "Booksellers find a book by its ISBN, a periodical by its ISSN and issue. A book that is only given away needs"
    " neither.",
    Severity.NOTICE,
)

WORDS = {
    "publisher": Phrase("the publisher"),
    "address": Phrase("the postal address"),
    "email": Phrase("an e-mail address"),
    "responsible": Phrase("who is responsible under press law"),
    "printer": Phrase("the printer"),
    "rights": Phrase("who holds the rights"),
}


def run(subject: BookInput, report: Report) -> None:
    """Report missing entries."""
    imprint = subject.project.imprints[subject.edition.name]
    for key in subject.locale.settings.get("imprint", {}).get("required", []):
        if not getattr(imprint, key):
            hint = Phrase("add {key} = … to [imprint] in book.toml", key=key)
            report(INCOMPLETE, imprint.span, what=WORDS.get(key, key), tag=subject.locale.tag, hint=hint)
    if not imprint.isbn and not imprint.issn:
        report(NO_NUMBER, imprint.span, hint='add isbn = { epub = "…" } or issn to [imprint]')


CHECK = Check("imprint", "The imprint says what the law of the country asks for.", run)
