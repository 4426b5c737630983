"""Validates the subject codes of booksellers and libraries: Thema (EDItEUR) and BISAC (BISG)."""

from __future__ import annotations

from bookbuilder.project.project import Subject
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    by_locale,
    nonempty_text,
    pattern,
    table_of,
)

THEMA = pattern(
    r"[A-Z][A-Z0-9]{0,9}|[1-6][A-Z][A-Z0-9-]{0,14}",
    "a code of Thema: a subject such as JPS, or a qualifier such as 1DTN",
)
BISAC = pattern(r"[A-Z]{3}[0-9]{6}", "a code of BISAC: three letters and six digits, such as POL011000")


def subject_parser(scheme: str, code: ValueParser[str]) -> ValueParser[Subject]:
    """A code of a scheme, or a table with its `code` and `name`."""
    return table_of(
        {"code": code, "name": by_locale(nonempty_text)},
        ("code",),
        lambda **read: Subject(scheme, read["code"], read.get("name", {})),
        short="code",
    )
