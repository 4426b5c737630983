"""Parses the ISBN and ISSN of book.toml, and validates their check digits."""

from __future__ import annotations

import re
from typing import Any

from bookbuilder.diagnostics import Rule
from bookbuilder.json_schema import matching
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import accepting, text

ISBN = Rule(
    "book.isbn",
    "{value!r} is not an ISBN",
    "An ISBN has 13 digits, begins with 978 or 979, and its last digit is computed from the others (ISO 2108). A wrong"
    " one leads a bookseller to another book, or to none.",
)
ISSN = Rule(
    "book.issn",
    "{value!r} is not an ISSN",
    "An ISSN has eight digits in two groups, the last of them, which may be X, computed from the others (ISO 3297).",
)


@accepting(matching("[- ]*9[- ]*7[- ]*[89](?:[- ]*[0-9]){10}[- ]*"))
def isbn(value: Any, spot: TomlLocation) -> str | None:
    """An ISBN-13 as written, hyphens included; a wrong one is reported and kept, so that checks still find it."""
    written = text(value, spot)
    if written is None:
        return None
    digits = re.sub(r"[- ]", "", written)
    if not re.fullmatch(r"97[89]\d{10}", digits, re.ASCII):
        hint = "an ISBN has 13 digits and begins with 978 or 979"
        spot.report(ISBN, spot.span, hint=hint, value=value)
        return written
    if digits[-1] != (right := isbn_digit(digits[:12])):
        hint = Phrase(
            "one of its digits is wrong: after the first twelve, the last would be {right}", right=right
        )
        spot.report(ISBN, spot.span, hint=hint, value=value)
        return written
    return written


@accepting(matching(r"\s*-*(?:[0-9]-*){7}[0-9xX]-*\s*"))
def issn(value: Any, spot: TomlLocation) -> str | None:
    """An ISSN as `1234-5679`; a wrong one is reported and kept."""
    written = text(value, spot)
    if written is None:
        return None
    digits = written.replace("-", "").upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits, re.ASCII):
        spot.report(ISSN, spot.span, hint="an ISSN looks like this: 0028-0836", value=value)
        return written
    if digits[-1] != (right := issn_digit(digits[:7])):
        hint = Phrase(
            "one of its digits is wrong: after the first seven, the last would be {right}", right=right
        )
        spot.report(ISSN, spot.span, hint=hint, value=value)
        return written
    return f"{digits[:4]}-{digits[4:]}"


def isbn_digit(twelve: str) -> str:
    """Return the check digit for the first twelve digits of an ISBN-13 (weights 1 and 3, modulo 10).

    >>> isbn_digit("978030640615")
    '7'
    """
    return str(-sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(twelve)) % 10)


def issn_digit(seven: str) -> str:
    """Return the check digit for the first seven digits of an ISSN (weights 8 to 2, modulo 11, X for 10)."""
    rest = -sum(int(digit) * (8 - place) for place, digit in enumerate(seven)) % 11
    return "X" if rest == 10 else str(rest)
