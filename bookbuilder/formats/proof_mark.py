"""Says in the language of a book which proof it is: `Fahne 2, 29. November 2026`."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.formats.book import Book
from bookbuilder.locales import dates


def proof_mark(book: Book) -> str:
    """Return the words that stand on every page of a proof; empty for a book that is none. They are in English if the fonts
    of the book lack a letter of them."""
    proof = book.edition.proof
    if proof is None:
        return ""
    if proof.mark:
        return proof.mark
    number = book.locale.figures(max(proof.number, 1))
    locale = replace(book.locale, stand_ins={})
    if proof.date is None:
        # Translators: stands on every page of a proof, the pages of a book that authors and proofreaders correct
        words = locale.say("Proof {number}", number=number)
    else:
        day = dates.date(proof.date, book.locale)
        # Translators: stands on every page of a proof, the pages of a book that authors and proofreaders correct
        words = locale.say("Proof {number}, {date}", number=number, date=day)
    if book.locale.stand_ins.keys().isdisjoint(words):
        return words
    return f"Proof {max(proof.number, 1)}" + (f", {proof.date.isoformat()}" if proof.date else "")
