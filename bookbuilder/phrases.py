"""Sentences of the program that remember how they were made, so that they can be said in another language.

A `Phrase` is its English text, and works wherever a text does. A catalog finds its template, and fills the translation with
the same values, as with the message ids of Zope (zope.i18nmessageid).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self, TypeAlias

from msgspec import Struct

Value: TypeAlias = "int | float | str | Wording"


PROGRAM_FIELDS = frozenset(
    {"advice", "allowed", "hint", "limit", "problem", "reason", "unwritten", "wanted", "why"}
)
"""Fields whose values are texts of the program, and have a translation of their own: a sentence often ends with why."""


class Wording(Struct, frozen=True, gc=False):
    """How a phrase is made: its template for `str.format`, the context that tells it apart, and the values."""

    template: str
    context: str = ""
    values: dict[str, Value] = {}

    def __hash__(self) -> int:
        """Return the hash of what never changes."""
        return hash((self.template, self.context))


class Phrase(str):
    """A text in English made from a template and values; `wording` says how.

    Of its values, a text is the user's, and stays as it is, unless it is a phrase too, or its field is one of
    `PROGRAM_FIELDS`.

    >>> Phrase("write {example}", example="width=60mm")
    'write width=60mm'
    """

    __slots__ = ("wording",)
    wording: Wording

    def __new__(cls, template: str, context: str = "", /, **values: object) -> Self:
        """Make the text; values that are neither numbers nor texts are kept as texts."""
        result = super().__new__(cls, template.format(**values))
        kept = {name: _storable(value) for name, value in values.items()}
        if any(isinstance(value, int) and not _LEAST <= value <= _MOST for value in kept.values()):
            result.wording = Wording(result.replace("{", "{{").replace("}", "}}"))
        else:
            result.wording = Wording(template, context, kept)
        return result

    @classmethod
    def of(cls, wording: Wording) -> Self:
        """Return the phrase that is made like this."""
        return cls(wording.template, wording.context, **phrased(wording.values))

    def __str__(self) -> str:
        """Return itself: an exception or a value that carries a phrase gives the phrase."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by how it is made."""
        return _unpickled, (self.wording.template, self.wording.context, dict(self.wording.values))


_LEAST, _MOST = -(2**63), 2**63 - 1
"""Whole numbers that can be stored; a text with another one stays as it is, in English."""


def counted(count: int, one: str, many: str, /, **values: object) -> Phrase:
    """Return the sentence for one thing, or that for `{count}` of them.

    >>> counted(2, "1 block taken over", "{count:,} blocks taken over")
    '2 blocks taken over'
    """
    return Phrase(one, **values) if count == 1 else Phrase(many, count=count, **values)


def phrase_of(text: str) -> Phrase:
    """Return a whole text of the program, which has no values, as a phrase; a phrase as it is."""
    return text if isinstance(text, Phrase) else Phrase(text)


def phrased(values: Mapping[str, Value]) -> dict[str, int | float | str]:
    """Return values with phrases in place of how they are made."""
    return {name: Phrase.of(value) if isinstance(value, Wording) else value for name, value in values.items()}


def _unpickled(template: str, context: str, values: Mapping[str, Value]) -> Phrase:
    return Phrase.of(Wording(template, context, dict(values)))


def _storable(value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        value = str(value)
    if isinstance(value, Phrase):
        return value.wording
    # A subclass, such as a member of an enumeration, is stored as what it prints.
    return value if type(value) in (int, float, str) else f"{value}" if isinstance(value, str) else value
