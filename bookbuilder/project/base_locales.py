"""Lets a locale with a tag for private use (`de-DE-x-leicht`) inherit settings from that of the tag without it (`de-DE`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bookbuilder.locales.compound_words import DOT
from bookbuilder.locales.private_use import base_tag, is_easy, private_use
from bookbuilder.project.project import ProjectLocale, Untranslated


def with_base_settings(locales_by_name: Mapping[str, ProjectLocale]) -> dict[str, ProjectLocale]:
    """Return the locales of a book; one for private use has the words, currency, series, cover and pairs of currencies of
    the locale that it is based on, where it says nothing of its own. Its title and chapters are its own."""
    return {name: _with_base(locale, locales_by_name) for name, locale in locales_by_name.items()}


def _with_base(locale: ProjectLocale, locales_by_name: Mapping[str, ProjectLocale]) -> ProjectLocale:
    if not private_use(locale.tag):
        return locale
    if is_easy(locale.tag):
        # A book has a few of its chapters in easy language, which are a book of their own.
        untranslated = locale.untranslated.over(Untranslated(missing="omit"))
        locale = replace(locale, compounds=locale.compounds or DOT, untranslated=untranslated)
    base = _base(locale, locales_by_name)
    if base is None:
        return locale
    return replace(
        locale,
        base=base.name,
        words={**base.words, **locale.words},
        home_currency=locale.home_currency or base.home_currency,
        series=locale.series or base.series,
        cover=locale.cover or base.cover,
        equivalents=locale.equivalents.over(base.equivalents),
    )


def _base(locale: ProjectLocale, locales_by_name: Mapping[str, ProjectLocale]) -> ProjectLocale | None:
    """Return the locale of the same tag without its private use, or else the first of the language; None for neither."""
    wanted = base_tag(locale.tag).lower()
    others = [other for other in locales_by_name.values() if not private_use(other.tag)]
    same = [other for other in others if other.tag.lower() == wanted]
    alike = [other for other in others if other.tag.lower().partition("-")[0] == wanted.partition("-")[0]]
    return next(iter((*same, *alike)), None)
