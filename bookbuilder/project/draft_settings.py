"""Gives a book the settings of a draft, which shows as much as can be shown and is nothing that could be sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bookbuilder.project.project import Edition, Project, ProjectLocale, Untranslated, Web

_AS_WRITTEN = Untranslated(stale="keep", missing="source")


def draft_settings(project: Project) -> Project:
    """Return the project of a draft.

    A letter that no font has is a box, what is not translated is printed in the language of the source. It has no ISBN, no
    printer, and no address on the web, whose pages refer to the published ones.
    """
    locales = {name: _locale(one) for name, one in project.locales.items()}
    return replace(
        project,
        draft=True,
        locales=locales,
        web=_web(project.web),
        editions={name: _edition(one, locales) for name, one in project.editions.items()},
        glyphs="box",
    )


def _locale(locale: ProjectLocale) -> ProjectLocale:
    return replace(locale, untranslated=_not_failing(locale.untranslated).over(_AS_WRITTEN))


def _not_failing(policy: Untranslated) -> Untranslated:
    """Return a policy that does not say where a build fails."""
    return Untranslated(*("" if what == "fail" else what for what in (policy.stale, policy.missing)))


def _web(web: Web) -> Web:
    return replace(web, address="")


def _edition(edition: Edition, locales: Mapping[str, ProjectLocale]) -> Edition:
    return replace(
        edition,
        locale=locales[edition.locale.name],
        beside=locales[edition.beside.name] if edition.beside else None,
        web=_web(edition.web),
        untranslated=_not_failing(edition.untranslated),
        printer="",
        paper="",
        price="",
    )
