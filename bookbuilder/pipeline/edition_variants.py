"""Finds out which conditional passages each edition of a plan has: `{only=print}`, `{not=web}`, `only: de`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings
from bookbuilder.formats.format import Format
from bookbuilder.markdown.conditions import mentioned
from bookbuilder.markdown.included_texts import included_texts
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.locale_version import LocaleVersion, versions
from bookbuilder.pipeline.plan import Plan, plan_editions
from bookbuilder.project import Edition, Project, ProjectLocale
from bookbuilder.project.variant import KINDS_OF_EDITIONS, Variant
from bookbuilder.world import Reader


def with_variants(plan: Plan, world: Reader, kinds: Mapping[str, Format]) -> Plan:
    """Return a plan whose editions know their variant, if a chapter of the book has conditions.

    Editions for which the same words hold, of those that the book mentions, have the same variant: their locales are read
    once.
    """
    words = frozenset[str]().union(*map(mentioned, _texts(plan.project, world)))
    if not words:
        return plan
    project = plan.project
    known = tuple(sorted({*project.editions, *kinds, *KINDS_OF_EDITIONS, *project.locales}))

    def version(edition: Edition, locale: ProjectLocale, owner: Project) -> ProjectLocale:
        # A pseudo-locale, which has a project of its own, is made from the source.
        names = (locale.name, locale.inherits) if owner is project else (project.source,)
        return replace(locale, variant=Variant(known, (*edition.words, *names)).restricted(words))

    def changed(owner: Project, edition: Edition) -> tuple[Project, Edition]:
        beside = version(edition, edition.beside, owner) if edition.beside else None
        return owner, replace(edition, locale=version(edition, edition.locale, owner), beside=beside)

    wanted = tuple(changed(*each) for each in plan.wanted)
    names = sorted({edition.locale.name for owner, edition in wanted if owner is project})
    read = {(edition.locale.name, edition.locale.variant) for _, edition in wanted}
    others = (changed(project, edition)[1] for edition in plan_editions(project, names, ()) if names)
    unread = {
        (edition.locale.name, edition.locale.variant): edition for edition in others if not edition.beside
    }
    return replace(
        plan,
        wanted=wanted,
        only_laid_out=tuple(changed(*each) for each in plan.only_laid_out),
        only_read=tuple(edition for version, edition in unread.items() if version not in read),
    )


def _texts(project: Project, world: Reader) -> Iterator[str]:
    """Yield the texts of all chapters and of the files that they include; those that cannot be read are reported later."""
    for locale, settings in project.locales.items():
        own = (locale, settings.tag) if locale != project.source else None
        try:
            paths = world.files(f"chapters/{locale}")
        except BookbuilderError:
            continue
        for path in paths:
            if path.endswith(".md") and path.count("/") == 2:
                try:
                    text = world.text(path)
                except BookbuilderError:
                    continue
                yield text
                yield from included_texts(text, path, project.flavour, world, own).texts.values()


def findings_of_variants(plan: Plan, findings: Mapping[LocaleVersion, Findings]) -> Iterator[Diagnostic]:
    """Yield what was found in the versions of one locale; what is wrong in some of its editions alone names these."""
    names: dict[LocaleVersion, dict[str, None]] = {version: {} for version in findings}
    for edition in (*(edition for _, edition in plan.all), *plan.only_read):
        for version in versions(edition):
            if version in names:
                names[version][edition.name] = None
    variants = {version.variant for version in findings}
    where: dict[Diagnostic, list[LocaleVersion]] = {}
    for version, found in findings.items():
        for one in found.sorted():
            where.setdefault(one, []).append(version)
    for one, found_in in where.items():
        editions = ", ".join(dict.fromkeys(name for version in found_in for name in names[version]))
        if {version.variant for version in found_in} < variants and editions:
            note = Phrase("this is so in {editions}", editions=editions)
            hint = one.phrases[1]
            one = replace(one, hint=Phrase("{hint}; {note}", hint=hint, note=note) if hint else note)
        yield one
