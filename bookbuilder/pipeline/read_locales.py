"""Reads all locales of a book, each in the versions that its editions need."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.formats.format import Format
from bookbuilder.html.styles import prepare
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.edition_variants import findings_of_variants
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.locale_version import LocaleVersion
from bookbuilder.pipeline.plan import Plan
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.pipeline.read_pseudo_locale import read_pseudo_locale
from bookbuilder.project import Edition, Project, ProjectLocale
from bookbuilder.project.variant import Variant
from bookbuilder.world import Workspace

Readings = Mapping[LocaleVersion, LocaleReading]


def read_locales(context: Context, plan: Plan, kinds: Mapping[str, Format]) -> Readings:
    """Read and assemble the source, and every locale that an edition needs or links to, once for each version.

    A translation is compared with its source. Problems of a locale that no edition needs are not reported: a half-done
    translation holds up no other language. Problems in an inherited chapter are reported for the locale that inherits
    it.
    """
    project = plan.project
    wanted = plan.locales
    parents = [parent for project_locale in wanted if (parent := _parent(project_locale, project))]
    reported = {LocaleVersion.of(project_locale): project_locale for project_locale in (*parents, *wanted)}
    extra = {
        LocaleVersion.of(project_locale): project_locale
        for _, edition in plan.only_laid_out
        for project_locale in edition.locales
    }
    editions = [edition for _, edition in plan.all]
    unbuilt = {LocaleVersion.of(edition.locale): edition.locale for edition in plan.only_read}
    readings: dict[LocaleVersion, LocaleReading] = {}

    def on_idle(locale: Locale) -> None:
        _load(context.world, kinds, editions, locale)

    def source_for(project_locale: ProjectLocale) -> LocaleReading | None:
        """Return the source, with the conditional passages that a translation is to have; None for the source itself."""
        if project_locale.name == project.source:
            return None
        variant = project_locale.variant
        if (result := find_source(project, readings, variant)) is None:
            wanted_source = replace(project.locales[project.source], variant=variant)
            result = readings[LocaleVersion.of(wanted_source)] = read_locale(
                context.quiet, project, wanted_source, None
            )
        return result

    links = any(kinds[edition.format].links_languages for edition in editions)
    needed = {project.source, *(version.name for version in extra | reported)}
    for name in sorted(
        (name for name in project.locales if links or name in needed),
        # The source first, for translations are compared with it; heirs last, for they inherit another one.
        key=lambda name: (name != project.source, bool(project.locales[name].inherits)),
    ):
        context.progress(Phrase("{locale}: reading", locale=name))
        versions = {
            version: project_locale
            for version, project_locale in (extra | reported).items()
            if version.name == name
        }
        found: dict[LocaleVersion, Findings] = {}
        try:
            for version, project_locale in (
                versions or {LocaleVersion.of(project.locales[name]): project.locales[name]}
            ).items():
                inherited, source = None, source_for(project_locale)
                if parent := _parent(project_locale, project):
                    parent_version = LocaleVersion.of(parent)
                    if parent_version not in readings:
                        readings[parent_version] = read_locale(context.quiet, project, parent, source)
                    inherited = readings[parent_version]
                version_context = context.quiet
                if version in reported:
                    found[version] = version_context.findings
                readings[version] = read_locale(
                    version_context, project, project_locale, source, inherited, on_idle
                )
            for version, project_locale in unbuilt.items():
                if version.name == name:
                    found[version] = _findings_of(context, project, project_locale)
        finally:
            context.findings.extend(findings_of_variants(plan, found))
    return readings


def _findings_of(context: Context, project: Project, locale: ProjectLocale) -> Findings:
    """Return what is wrong with a locale in a variant of which no edition is made now."""
    variant, source, inherited = locale.variant, None, None
    if locale.name != project.source:
        wanted = replace(project.locales[project.source], variant=variant)
        source = read_locale(context.quiet, project, wanted, None)
    if parent := _parent(locale, project):
        is_source = parent.name == project.source
        inherited = source if is_source else read_locale(context.quiet, project, parent, source)
    quiet = context.quiet
    read_locale(quiet, project, locale, source, inherited)
    return quiet.findings


def pseudo_readings(context: Context, plan: Plan, readings: Readings) -> Readings:
    """Return the pseudo-locales that editions need, made from the source."""
    wanted = {
        LocaleVersion.of(edition.locale): (project, edition.locale)
        for project, edition in plan.wanted
        if project is not plan.project
    }
    return {
        version: read_pseudo_locale(
            context.world, project, source_of(plan.project, readings, locale.variant), locale
        )
        for version, (project, locale) in wanted.items()
    }


def find_source(project: Project, readings: Readings, variant: Variant | None) -> LocaleReading | None:
    """Return the locale in which the book was written, in a variant (None: any); None if it was not read."""
    return next(
        (
            reading
            for version, reading in readings.items()
            if version.name == project.source and (variant is None or version.variant == variant)
        ),
        None,
    )


def source_of(project: Project, readings: Readings, variant: Variant | None) -> LocaleReading:
    """Return the locale in which the book was written, in a variant that was read (None: any)."""
    result = find_source(project, readings, variant)
    assert result is not None
    return result


def _parent(locale: ProjectLocale, project: Project) -> ProjectLocale | None:
    """Return the locale that another one inherits, with the fallback policy of the heir."""
    if not locale.inherits:
        return None
    result = replace(project.locales[locale.inherits], variant=locale.variant)
    if result.name == project.source:
        return result
    return replace(result, untranslated=locale.untranslated.over(result.untranslated))


def _load(
    world: Workspace, kinds: Mapping[str, Format], editions: Collection[Edition], locale: Locale
) -> None:
    """Load what rendering will need, while workers are busy."""
    for edition in editions:
        kinds[edition.format].load()
    for theme_name in dict.fromkeys(edition.theme for edition in editions):
        with suppress(BookbuilderError):  # it will be reported
            prepare(world, theme_name, locale)
