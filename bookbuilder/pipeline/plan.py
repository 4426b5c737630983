"""Plans which editions a request makes, and reports those whose files would clash."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span, diagnostic, nearest
from bookbuilder.formats.format import Artifact, Format
from bookbuilder.locales.private_use import is_easy
from bookbuilder.locales.pseudo_locales import PSEUDO
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.project import Edition, Project, ProjectLocale, book_schema
from bookbuilder.project.book_schema import EASY_READING
from bookbuilder.project.project import ProofSettings
from bookbuilder.project.pseudo_localize_settings import pseudo_localize_settings

NO_LOCALE = Rule(
    "locale.absent",
    "the book has no locale {name!r}",
    "The locales of a book are the tables [locales.…] in book.toml.",
)
NO_EDITION = Rule(
    "edition.absent",
    "the book has no edition {name!r}",
    "The editions of a book are the tables [editions.…] in book.toml, or one for each format if there are none.",
)

CLASH = Rule(
    "edition.clash",
    "two editions would both be called {name}",
    "The files of an edition carry its name, but one that is called `html` meets the single file of the web edition. Give"
    " it another name in book.toml.",
)


NO_PROOF = Rule(
    "edition.unproofed",
    "the edition {name!r} cannot be made as a proof",
    "A proof is a PDF, whose lines are numbered, or a web edition. Of an e-book there is none: `export` writes a docx in"
    " which others can correct.",
)
NAMED = 30
"""The locales or editions that are named in a hint."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The editions to make, each with its project (a pseudo-locale has its own), and those that are only laid out, since
    others carry their page numbers. `only_read` are others of the book, in its locales that are made, with passages that
    these editions have not: what is wrong there is reported as well."""

    project: Project
    wanted: tuple[tuple[Project, Edition], ...]
    only_laid_out: tuple[tuple[Project, Edition], ...]
    only_read: tuple[Edition, ...] = ()

    @property
    def all(self) -> tuple[tuple[Project, Edition], ...]:
        """All editions, first those that are only laid out."""
        return self.only_laid_out + self.wanted

    @property
    def locales(self) -> tuple[ProjectLocale, ...]:
        """The locales whose problems are reported: those of the editions, and the source for pseudo-locales."""
        source = self.project.locales[self.project.source]
        return tuple(
            locale if there is self.project else source
            for there, edition in self.wanted
            for locale in edition.locales
        )


def make_plan(project: Project, request: BuildRequest, kinds: Mapping[str, Format]) -> Plan:
    """Return the plan for a request. Raises `BookbuilderError` (`locale.absent`, `edition.absent`)."""
    if request.proof:
        project, request = as_proofs(project, request)
    wanted = _wanted(project, request.locales, request.editions)
    return Plan(project, wanted, _only_laid_out(wanted, kinds))


def as_proofs(project: Project, request: BuildRequest) -> tuple[Project, BuildRequest]:
    """Return a project with proofs of its editions, and the request for these: of those that are named, else of those that
    book.toml calls proofs, else of the first in print. Raises `BookbuilderError` (`edition.unproofed`)."""
    proofs = [name for name, edition in project.editions.items() if edition.proof]
    names = [name for name in request.editions if name in project.editions] or proofs
    names = names or [first_in_print(project, [*project.editions])]
    editions, asked = dict(project.editions), []
    date = dt.date.fromisoformat(request.date) if request.date else None
    for name in names:
        edition = project.editions[name]
        if edition.format not in book_schema.MEANT["proof"]:
            raise BookbuilderError(
                diagnostic(NO_PROOF, edition.span, name=name, hint="name one that is a PDF or a web edition")
            )
        proof = edition.proof or ProofSettings(edition=name)
        own = name if edition.proof else f"{name}-proof"
        own_date = date or proof.date
        editions[own] = replace(edition, name=own, printer="", proof=replace(proof, date=own_date))
        asked.append(own)
    unknown = [name for name in request.editions if name not in project.editions]
    return replace(project, editions=editions), replace(request, editions=(*asked, *unknown))


def plan_editions(project: Project, locales: Sequence[str], editions: Sequence[str]) -> tuple[Edition, ...]:
    """Return the editions to make: all, or those in the named locales with the named editions; bilingual ones last, if one
    of their locales is named.

    Raises `BookbuilderError` (`locale.absent`, `edition.absent`) for names that the book does not have.
    """
    unknown = [
        diagnostic(rule, Span("book.toml"), name=name, hint=_known(name, known_names))
        for rule, names, known_names in (
            (NO_LOCALE, locales, tuple(project.locales)),
            (NO_EDITION, editions, tuple(project.editions)),
        )
        for name in names
        if name not in known_names
    ]
    if unknown:
        raise BookbuilderError(*unknown)
    named = [edition for edition in project.editions.values() if not editions or edition.name in editions]
    alone = (
        replace(edition, locale=_version(edition, locale, project), reading=_reading(edition, locale))
        for name, locale in project.locales.items()
        if not locales or name in locales
        for edition in named
        if edition.beside is None
    )
    bilingual = (
        _bilingual(edition, edition.beside, project)
        for edition in named
        if edition.beside
        and (not locales or {edition.locale.name, edition.beside.name}.intersection(locales))
    )
    return (*alone, *bilingual)


def _known(name: str, names: Sequence[str]) -> str:
    """Return a hint with the names that a book has, the one that is probably meant first."""
    listed = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    return "; ".join(
        filter(
            None,
            (
                nearest(name, names),
                Phrase("there are {listed}", listed=listed)
                if len(names) > 1
                else Phrase("there is {listed}", listed=listed),
            ),
        )
    )


def _bilingual(edition: Edition, beside: ProjectLocale, project: Project) -> Edition:
    """Return a bilingual edition with its versions of both locales; the first names the translators of both."""
    people = tuple(dict.fromkeys((*edition.locale.translators, *beside.translators)))
    lead = replace(_version(edition, edition.locale, project), translators=people)
    return replace(edition, locale=lead, beside=_version(edition, beside, project))


def _reading(edition: Edition, locale: ProjectLocale) -> str:
    """Return for whom an edition is set in a locale: texts in easy language are set for their readers by themselves."""
    return edition.reading or (EASY_READING if is_easy(locale.tag) else "")


def _version(edition: Edition, locale: ProjectLocale, project: Project) -> ProjectLocale:
    """Return the version of a locale in an edition: its fallback policy and equivalents."""
    locale = replace(locale, equivalents=edition.equivalents.over(locale.equivalents))
    if locale.name == project.source:
        return locale
    return replace(locale, untranslated=edition.untranslated.over(locale.untranslated))


def _wanted(
    project: Project, locales: Sequence[str], editions: Sequence[str]
) -> tuple[tuple[Project, Edition], ...]:
    """Return the editions to make, each with its project. A pseudo-locale (`en-XA`, `ar-XB`) may be named although the book
    does not list it; its project is made from the source."""
    pseudo_tags = tuple(
        name for name in dict.fromkeys(locales) if name in PSEUDO and name not in project.locales
    )
    own_locales = tuple(name for name in locales if name not in pseudo_tags)
    result = (
        [(project, edition) for edition in plan_editions(project, own_locales, editions)]
        if own_locales or not pseudo_tags
        else []
    )
    for pseudo_book in (pseudo_localize_settings(project, tag) for tag in pseudo_tags):
        result += [(pseudo_book, edition) for edition in plan_editions(pseudo_book, (), editions)]
    return tuple(result)


def page_numbers_from(project: Project, edition: Edition, kinds: Mapping[str, Format]) -> str:
    """Return the name of the edition whose page numbers another one carries; empty if none, or if they come from a stored
    page map. An edition with pages of its own carries others only if it says whose."""
    wanted = edition.ebook.pages_from
    if not kinds[edition.format].numbered:
        return ""
    if wanted:
        source_edition = project.editions.get(wanted)
        return wanted if source_edition and source_edition.alike(edition) else ""
    if kinds[edition.format].paginate:
        return ""
    candidates = [
        name
        for name, candidate in project.editions.items()
        if kinds[candidate.format].paginate and candidate.alike(edition)
    ]
    regular = [name for name in candidates if not project.editions[name].reading]
    return first_in_print(project, regular or candidates)


def first_in_print(project: Project, names: Sequence[str]) -> str:
    """Return the first of some editions that is for print, or else the first; empty if there is none. Readers who cite a
    page have the printed book in their hands, not the file for the screen."""
    final = [name for name in names if not project.editions[name].proof] or names
    printed = [name for name in final if project.editions[name].medium == "print"]
    return next(iter(printed or final), "")


def edition_to_record(project: Project, kinds: Mapping[str, Format]) -> str:
    """Return the edition whose pages are recorded for other issues, or any in one language if none has pages; empty if there
    is none."""
    alone = [name for name, edition in project.editions.items() if edition.beside is None]
    paged = [name for name in alone if kinds[project.editions[name].format].paginate]
    return first_in_print(project, paged or alone)


def _only_laid_out(
    wanted: Sequence[tuple[Project, Edition]], kinds: Mapping[str, Format]
) -> tuple[tuple[Project, Edition], ...]:
    """Return the editions whose page numbers others carry and that are not made themselves; these may carry some too."""
    wanted_names = {(edition.languages, edition.name) for _, edition in wanted}
    result: dict[tuple[str, str], tuple[Project, Edition]] = {}
    waiting = deque(wanted)
    while waiting:
        project, edition = waiting.popleft()
        name = page_numbers_from(project, edition, kinds)
        place = (edition.languages, name)
        if name and place not in wanted_names and kinds[project.editions[name].format].paginate:
            if place not in result:
                extra_edition = replace(project.editions[name], locale=edition.locale, beside=edition.beside)
                result[place] = project, extra_edition
                waiting.append(result[place])
    return tuple(result.values())


def report_clashes(artifacts: Iterable[Artifact], report: Report) -> None:
    """Report artifacts that would overwrite one another (`edition.clash`)."""
    seen: set[str] = set()
    for artifact in artifacts:
        if artifact.name in seen:
            report(CLASH, Span("book.toml"), name=artifact.name)
        seen.add(artifact.name)
