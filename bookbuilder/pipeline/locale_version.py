"""The versions of a locale: editions may differ in what becomes of blocks that are not up to date, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bookbuilder.project import Edition, ProjectLocale
from bookbuilder.project.project import Equivalents, Person, Untranslated


@dataclass(frozen=True, slots=True)
class LocaleVersion:
    """A locale of a book by its name, what becomes of its blocks that are not up to date, the translators that its imprint
    names, and how a sum and what it is worth stand together."""

    name: str
    untranslated: Untranslated
    translators: tuple[Person, ...]
    equivalents: Equivalents

    @classmethod
    def of(cls, locale: ProjectLocale) -> Self:
        """Return the version in which an edition wants a locale."""
        return cls(locale.name, locale.untranslated, locale.translators, locale.equivalents)


def versions(edition: Edition) -> tuple[LocaleVersion, ...]:
    """Return the versions of the locales of an edition, the leading one first."""
    return tuple(map(LocaleVersion.of, edition.locales))
