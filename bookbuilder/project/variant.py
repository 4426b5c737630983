"""The variant of a text that an edition has: which conditions of its passages hold (`{only=print}`, `{not=web}`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

KINDS_OF_EDITIONS = ("print", "screen")
"""Words for kinds of editions, beside the names of formats: pages of a bound book, and everything that a screen shows."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The words that a condition may name (`known`), and those that hold (`holding`), both sorted."""

    known: tuple[str, ...]
    holding: tuple[str, ...]

    def includes(self, only: Collection[str], without: Collection[str]) -> bool:
        """Whether a passage with these words stands in the text: one of `only` holds, if there are any, and none of
        `without`.

        >>> Variant(("de", "print", "web"), ("de", "print")).includes(("print", "web"), ())
        True
        """
        return (not only or any(word in self.holding for word in only)) and not any(
            word in self.holding for word in without
        )

    def restricted(self, words: Iterable[str]) -> Variant:
        """Return the variant in which only some words can hold: those that a text mentions."""
        return Variant(self.known, tuple(sorted(set(self.holding).intersection(words))))
