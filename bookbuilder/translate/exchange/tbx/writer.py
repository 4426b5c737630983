"""Writes the glossary of a book as TBX-Basic, style DCA (ISO 30042:2019), a terminology format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from bookbuilder.translate.exchange.exported_target import SEAL, sealed
from bookbuilder.translate.exchange.xliff import clean
from bookbuilder.translate.glossary import Glossary, Term, of_locale

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
ANY_ENDING = "any ending: "
"""Begins the note of a form with a wildcard, which TBX does not have."""
_PREFERRED, _ADMITTED, _DEPRECATED = (
    f"{status}-admn-sts" for status in ("preferredTerm", "admittedTerm", "deprecatedTerm")
)


def write(glossary: Glossary, source: str, locale: tuple[str, str]) -> str:
    """Return a TBX file: each term as a concept, with its forms in the source language (a tag) and in a locale (its name and
    its tag)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx type="TBX-Basic" style="dca" xml:lang={quoteattr(source)} xmlns="{NAMESPACE}">',
        "<tbxHeader><fileDesc><sourceDesc>",
        f"<p>glossary.toml, written by bookbuilder</p><p>{SEAL}</p>",
        "</sourceDesc></fileDesc></tbxHeader>",
        "<text><body>",
    ]
    for number, term in enumerate(glossary.terms, 1):
        lines += _concept(term, number, source, locale)
    return sealed("\n".join([*lines, "</body></text>", "</tbx>", ""]))


def _concept(term: Term, number: int, source: str, locale: tuple[str, str]) -> Iterator[str]:
    name, tag = locale
    yield f'<conceptEntry id="c{number}">'
    if term.note:
        yield f"<note>{escape(clean(term.note))}</note>"
    yield from _language(source, term.forms, ())
    allowed, refused = of_locale(term.allowed, name, tag), of_locale(term.forbidden, name, tag)
    if allowed or refused:
        yield from _language(tag, allowed, refused)
    yield "</conceptEntry>"


def _language(tag: str, allowed: Sequence[str], refused: Sequence[str]) -> Iterator[str]:
    yield f"<langSec xml:lang={quoteattr(tag)}>"
    for index, form in enumerate((*allowed, *refused)):
        status = _PREFERRED if index == 0 and allowed else _ADMITTED if index < len(allowed) else _DEPRECATED
        text = clean(" ".join(word.removesuffix("*") for word in form.split()))
        note = f"<note>{ANY_ENDING}{escape(clean(form))}</note>" if "*" in form else ""
        yield f"<termSec><term>{escape(text)}</term>"
        yield f'<termNote type="administrativeStatus">{status}</termNote>{note}</termSec>'
    yield "</langSec>"
