"""The name of a person, place or organisation: its forms by language, and what an index prints beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Span

FORMS = ("full", "short", "written")
"""What one use of a name may ask for; `written` keeps the author's words."""

ALL = ""
"""Stands in the place of a language for what holds in all of them."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a language calls somebody: in a register (`Selenskyj, Wolodymyr`), in a sentence, and by one word."""

    entry: str
    full: str
    short: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name: the register it belongs to, and by language tag (in small letters, or `ALL`) what it is called.

    `sort` is what a register sorts by where that is not the entry, such as a reading in kana. `spellings` are those
    that the book does not use.
    """

    key: str
    register: str
    span: Span
    forms: Mapping[str, Form]
    sort: Mapping[str, str] = field(default_factory=dict)
    office: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, tuple[Form, ...]] = field(default_factory=dict)
