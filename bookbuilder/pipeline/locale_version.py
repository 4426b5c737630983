"""The versions of a locale: editions may differ in their fallback policy, translators, equivalents, conditional passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bookbuilder.project import Edition, ProjectLocale
from bookbuilder.project.project import Equivalents, Person, Untranslated
from bookbuilder.project.variant import Variant


@dataclass(frozen=True, slots=True)
class LocaleVersion:
    """A version of a locale: its name, fallback policy, translators named in the imprint, equivalents, and variant."""

    name: str
    untranslated: Untranslated
    translators: tuple[Person, ...]
    equivalents: Equivalents
    variant: Variant | None = None

    @classmethod
    def of(cls, locale: ProjectLocale) -> Self:
        """Return the version of a locale that an edition needs."""
        return cls(locale.name, locale.untranslated, locale.translators, locale.equivalents, locale.variant)


def versions(edition: Edition) -> tuple[LocaleVersion, ...]:
    """Return the versions of an edition's locales, the leading one first."""
    return tuple(map(LocaleVersion.of, edition.locales))
