"""What can be wrong with the tables of book.toml."""

from __future__ import annotations

from bookbuilder.diagnostics import Rule
from bookbuilder.toml_tables import location

FILE = "book.toml"

UNKNOWN = Rule(
    "book.key",
    location.UNKNOWN,
    "book.toml knows a fixed set of keys, described in docs/book-toml.md. A key that is spelled wrongly would change"
    " nothing and say nothing, so it is an error.",
)
NEEDED = Rule(
    "book.missing",
    location.MISSING,
    "A book cannot be made without its id, its source language, its date, and a title in every locale; a person needs"
    " a name, an edition a format.",
)
TYPE = Rule(
    "book.type",
    location.TYPE,
    "TOML tells texts (in quotes), numbers, dates, true and false, lists and tables apart, and so does book.toml.",
)
VALUE = Rule(
    "book.value",
    location.VALUE,
    "Some keys take only certain words, numbers or forms; the hint says which.",
)
UNPRINTABLE = Rule(
    "book.control",
    location.CONTROL,
    "Control characters have no shape, and XML, of which e-books are made, forbids them.",
)
BOOK_RULES = location.TableRules(UNKNOWN, NEEDED, TYPE, VALUE, UNPRINTABLE)
