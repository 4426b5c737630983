"""The name of a person, place or organisation: its forms by language, and what an index prints beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Span
from bookbuilder.names.coordinates import Coordinates

FORMS = ("full", "short", "written")
"""The forms that a use of a name may ask for; `written` keeps the author's words."""

ALL = ""
"""The key, in place of a language, for values that hold in all languages."""


@dataclass(frozen=True, slots=True)
class Form:
    """The forms of a name in one language: in an index (`Selenskyj, Wolodymyr`), in a sentence, and in one word."""

    entry: str
    full: str
    short: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its index, and its forms by language tag (lower case, or `ALL`).

    `sort` is the sort key where that is not the index entry, such as a reading in kana. `spellings` are unwanted ones.
    `at` is where a place is, for maps.
    """

    key: str
    index: str
    span: Span
    forms: Mapping[str, Form]
    sort: Mapping[str, str] = field(default_factory=dict)
    office: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, tuple[Form, ...]] = field(default_factory=dict)
    at: Coordinates | None = None
