"""Makes pictures, whether they are written in Markdown or in HTML."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.document.nodes import Image
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.phrases import Phrase
from bookbuilder.world import relative

REMOTE_IMAGE = Rule(
    "image.remote",
    "the picture {address} is not a file of the book",
    "Nothing is fetched while a book is built, and an e-book must hold its pictures. Copy the file into the book.",
)
NO_ALT = Rule(
    "image.alt",
    "this picture has no alternative text",
    "Readers who cannot see the picture hear its alternative text. Write in the brackets what the picture says; if it"
    " says nothing, write ![](file){.decorative}.",
)

UNCONFIRMED = Rule(
    "image.unconfirmed",
    "nobody has confirmed the alternative text of this picture",
    "`bookbuilder import` and `bookbuilder todo --fix image.alt` make an alternative text of the caption of a picture or of"
    " the name of its file, for want of a better one, and write {.unconfirmed} behind the picture. Take it out when the text"
    " says what the picture shows.",
    Severity.WARNING,
)
UNCONFIRMED_CLASS = "unconfirmed"


def picture(
    source: str, alt: str, title: str, span: Span, node: Mapping[str, Any], context: InlineContext
) -> Image:
    """Return a picture; reports one that is no file of the book, or that has no alternative text. `node` has the fields of
    every node."""
    path = relative(context.path, unquote(source))
    if (
        address_scheme(source) is not None or not source or not path or "\0" in path
    ):  # `/` is the folder of the book
        context.report(REMOTE_IMAGE, span, address=source or Phrase("without a file name"))
        path = ""
    if blank(alt):
        alt = context.dialect.alts.get(path, "")
    if not alt and "decorative" not in node["classes"]:
        context.report(NO_ALT, span, hint="say in the brackets what the picture shows")
    if UNCONFIRMED_CLASS in node["classes"]:
        context.report(UNCONFIRMED, span, hint="if it says what the picture shows, take {.unconfirmed} out")
    return Image(path, alt, title, span=span, **node)


_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that are letters or signs in Unicode, but invisible and silent: fillers of Hangul, Braille without dots."""


def blank(text: str) -> bool:
    """Return whether a text has nothing to hear: only spaces, controls, invisible characters and marks without a letter.

    >>> blank("\u00a0\u3000\u200b"), blank("Die Karte")
    (True, False)
    """
    return all(sign in _BLANK_LETTERS or unicodedata.category(sign)[0] in "ZCM" for sign in text)


def address_scheme(address: str) -> str | None:
    """Return the scheme of an address in lower case (`//host` counts as one), or None for a place in the book."""
    if address.startswith(("//", "\\\\")):
        return "//"
    try:
        result = urlsplit(address).scheme.lower()
    except ValueError:
        return "?"
    return result or None
