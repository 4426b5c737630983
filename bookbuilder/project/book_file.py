"""Reads book.toml into a `Project` and reports all its problems at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bookbuilder import locales
from bookbuilder.diagnostics import (
    BookbuilderError,
    Fix,
    Hint,
    PageArea,
    Report,
    Rule,
    Severity,
    Span,
    nearest,
)
from bookbuilder.locales.locale import PARTIAL
from bookbuilder.locales.locale import UNKNOWN as UNKNOWN_LOCALE
from bookbuilder.locales.regional_letters import letters_of
from bookbuilder.phrases import Phrase
from bookbuilder.project import book_schema
from bookbuilder.project.base_locales import with_base_settings
from bookbuilder.project.bilingual_editions import parse_locale_pair, report_other_languages
from bookbuilder.project.book_rules import BOOK_RULES, FILE, NEEDED
from bookbuilder.project.check_settings import parse_checks
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.imprint_settings import LOCALE, SILENT, parse_imprints
from bookbuilder.project.pages_from import with_known_page_numbers
from bookbuilder.project.project import (
    CitationSettings,
    Ebook,
    Edition,
    Equivalents,
    MapSettings,
    PictureSettings,
    Print,
    Project,
    ProjectLocale,
    Untranslated,
    Web,
)
from bookbuilder.project.series_file import SERIES_FILE, series_settings
from bookbuilder.project.vertical_writing import check_writing
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.toml_table import TomlTable, laid_over, read_table
from bookbuilder.toml_tables.value_parsers import table
from bookbuilder.world import OUTSIDE, Reader

ABSENT = Rule(
    "book.absent",
    "there is no book.toml in this folder",
    "A book is a folder with a book.toml, which says what the book is called, and chapters/, which hold the text.",
)
SYNTAX = Rule(
    "book.syntax",
    "book.toml cannot be read: {problem}",
    'book.toml is TOML: tables such as [book], and below them keys with values, such as title = "Five days".',
)
PAGES = Rule(
    "edition.pages",
    "{key} is {value!r}, which is neither an edition nor a page map in this folder",
    "An e-book, or a PDF in large print, carries the page numbers of an edition in print: of one that is made of the same"
    " chapters, by its name, or of one that was printed, by the page map that was kept of it (page_map = true).",
)
IDLE = Rule(
    "edition.idle",
    "{key} has no effect in an edition in {format!r}",
    "Some keys are for one format alone: printer for a PDF, profile for an e-book. In an edition of another one they change"
    " nothing, so they stand in the wrong table, or its format is not what was meant. A paper is one of a printer.",
    Severity.WARNING,
)
SCREEN = Rule(
    "edition.screen",
    "{key} goes to a printer, but its pages are for the screen",
    "A printed book has facing pages: chapters that begin on the right, margins towards the spine, blank pages. Pages for"
    " the screen have none of that, so no printer can bind them.",
)
INHERITS = Rule(
    "locale.inherits",
    "{name} inherits {parent}, {problem}",
    "A regional locale (de-AT) has the chapters of another locale of the same language (de), and holds only what differs:"
    ' inherits = "de".',
)
DOWNLOADS = Rule(
    "edition.downloads",
    "{key} offers {value!r}, which is {problem}",
    "The contents page of the web edition can offer the book as a PDF or e-book: editions of this book, by their names or"
    " formats.",
)
SECTIONS = (
    "book",
    "locales",
    "imprint",
    "print",
    "web",
    "pictures",
    "maps",
    "editions",
    "check",
    "glyphs",
    "markdown",
    "sources",
    "notes",
)
LOCALE_NAME = r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*"
"""A pattern for the names of locales, which are folders."""


def book_settings(world: Reader, report: Report) -> TomlTable | None:
    """Return the settings in book.toml, over those of its series (`../series.toml`) if it has one.

    None if there is no book.toml, or one of them is no TOML. Reports `book.syntax`, `series.syntax`, `series.key`; raises
    `BookbuilderError` (`file.*`, `path.outside`, `series.*`) if one cannot be read.
    """
    own = read_table(world.text(FILE), FILE, report, SYNTAX) if world.exists(FILE) else None
    if own is None or not world.exists(SERIES_FILE):
        return own
    shared = series_settings(world, own.data, report)
    return laid_over(shared, own) if shared else None


def load(world: Reader, report: Report, formats: Collection[str]) -> Project | None:
    """Return the project that book.toml and series.toml describe; `formats` are the known formats.

    Reports `book.*`, `series.*`, `imprint.locale`, `locale.*` and `words.field`, all at once. Wrong values are left out, or
    replaced by harmless ones, so that the chapters can be checked as well. None if there is no book.toml, if it is not
    TOML or has no locale. Raises `BookbuilderError` (`file.*`, `path.outside`) if it cannot be read.
    """
    if not world.exists(FILE):
        report(ABSENT, Span(FILE), hint="`bookbuilder new DIR` makes a book that you can start from")
        return None
    settings = book_settings(world, report)
    if settings is None:
        return None
    data = settings.data
    top = settings.top(report, BOOK_RULES)
    table(data, top, dict.fromkeys(SECTIONS, lambda value, _: value))
    if "book" not in data:
        report(NEEDED, top.span, key="[book]")
    needed = book_schema.BOOK_NEEDS if "book" in data else ()
    book = table(data.get("book", {}), top.of("book"), book_schema.BOOK, needed) or {}
    if "output" in book and world.leads_out(book["output"]):
        report(OUTSIDE, top.of("book", "output").span, path=book["output"])
    project_locales = _locales(data.get("locales", {}), top.of("locales"), world)
    nameless = not project_locales
    if nameless:  # other problems are still reported, but not which locales the imprint names
        project_locales, top = (
            {"en": ProjectLocale("en", "en", "")},
            replace(top, report=_without_locales(report)),
        )
    pairs = book.pop("equivalent", Equivalents())
    checked = with_base_settings(_check_inheritance(project_locales, top.of("locales"), world))
    project_locales = {
        name: replace(locale, equivalents=locale.equivalents.over(pairs)) for name, locale in checked.items()
    }
    source = "en" if nameless else _source(book, project_locales, top.of("book", "source"))
    named = data.get("editions", {})
    numbered = [
        *formats,
        *(name for name in (named if isinstance(named, dict) else ()) if name not in formats),
    ]
    for_print = Print(**table(data.get("print", {}), top.of("print"), book_schema.PRINT) or {})
    glyphs: dict[str, Any] = table(data.get("glyphs", {}), top.of("glyphs"), book_schema.GLYPHS) or {}
    notes: dict[str, Any] = table(data.get("notes", {}), top.of("notes"), book_schema.NOTES) or {}
    markdown: dict[str, Any] = table(data.get("markdown", {}), top.of("markdown"), book_schema.MARKDOWN) or {}
    cited: dict[str, Any] = table(data.get("sources", {}), top.of("sources"), book_schema.SOURCES_TABLE) or {}
    # For a table that lacks them, which is reported by now: its chapters can still be checked.
    defaults: dict[str, Any] = {"id": "book", "date": dt.date(2000, 1, 1)}
    project = Project(
        **defaults | book | {"source": source},
        locales=project_locales,
        imprints=parse_imprints(
            data.get("imprint", {}), top.of("imprint"), project_locales, source, numbered
        ),
        print=for_print,
        web=Web(**table(data.get("web", {}), top.of("web"), book_schema.WEB) or {}),
        pictures=PictureSettings(
            **table(data.get("pictures", {}), top.of("pictures"), book_schema.PICTURES) or {},
            stated="pictures" in data,
        ),
        maps=MapSettings(**table(data.get("maps", {}), top.of("maps"), book_schema.MAPS) or {}),
        glyphs=glyphs.get("missing", "error"),
        flavour=Flavour(markdown.get("flavour", Flavour.BOOKBUILDER)),
        citations=CitationSettings(**cited, span=top.of("sources", "style").span),
        notes=notes.get("place", "page"),
        checks=parse_checks(data.get("check", {}), top.of("check")),
    )
    editions = _editions(data, top.of("editions"), formats, project, world)
    _check_downloads(project.web, editions, formats, top.of("web"))
    return None if nameless else replace(project, editions=editions)


def _without_locales(report: Report) -> Report:
    """Return a report function that drops problems of locales without a table."""

    def tell(
        rule: Rule, span: Span, /, *,
        hint: Hint = "", fix: Fix | None = None, area: PageArea | None = None, **values: object,
    ) -> None:  # fmt: skip
        if rule not in (LOCALE, SILENT):
            report(rule, span, hint=hint, fix=fix, area=area, **values)

    return tell


def _locales(data: Any, spot: TomlLocation, world: Reader) -> dict[str, ProjectLocale]:
    """Return the locales by name, in the order of the file."""
    if not isinstance(data, dict):
        spot.report_type(data, "a table", "[locales.de]")
        return {}
    if not data:
        spot.report(
            NEEDED, spot.span, hint='such as [locales.de] and below it title = "…"', key="[locales.<name>]"
        )
    project_locales = {}
    for name, value in data.items():
        here = spot.of(name)
        if not re.fullmatch(LOCALE_NAME, name):
            here.report_value(name, "the name of a locale is the name of its folder in chapters, such as de")
            continue
        read = table(value, here, book_schema.LOCALE, book_schema.LOCALE_NEEDS)
        if read is None:
            continue
        policies = {key: read.pop(key) for key in book_schema.UNTRANSLATED if key in read}
        read["untranslated"] = Untranslated(**policies)
        read["equivalents"] = read.pop("equivalent", Equivalents())
        locale = ProjectLocale(**{"name": name, "tag": name, "title": name} | read, span=here.span)
        place = here.of("tag") if "tag" in read else here
        try:
            missing = locales.missing(locale.tag, world)
            if missing:
                spot.report(PARTIAL, place.span, tag=locale.tag, missing="; ".join(missing))
        except BookbuilderError as error:
            spot.report(UNKNOWN_LOCALE, place.span, hint=error.diagnostics[0].hint, tag=locale.tag)
            locale = replace(locale, tag="en")
        project_locales[name] = locale
    return project_locales


def _check_inheritance(
    locales_by_name: dict[str, ProjectLocale], spot: TomlLocation, world: Reader
) -> dict[str, ProjectLocale]:
    """Return the locales, without impossible inheritance (`locale.inherits`), and with the letters of regions."""
    checked = {}
    for name, locale in locales_by_name.items():
        problem = inheritance_problem(locales_by_name, locale.tag, locale.inherits) if locale.inherits else ""
        if problem:
            place = spot.of(name).of("inherits")
            hint = nearest(locale.inherits, [other for other in locales_by_name if other != name])
            spot.report(INHERITS, place.span, hint=hint, name=name, parent=locale.inherits, problem=problem)
            locale = replace(locale, inherits="")
        if locale.inherits:
            locale = replace(locale, letters=letters_of(locales.load(locale.tag, world).settings))
        checked[name] = locale
    return checked


def inheritance_problem(locales_by_name: Mapping[str, ProjectLocale], tag: str, parent: str) -> str:
    """Return why a locale cannot inherit another one, as the end of `INHERITS`; empty if it can."""
    result = locales_by_name.get(parent)
    if result is None:
        return "which is no other locale of this book"
    if result.inherits:
        return Phrase("which inherits {inherits} itself", inherits=result.inherits)
    languages = (locale_tag.partition("-")[0] for locale_tag in (result.tag, tag))
    return "which is another language" if len(set(languages)) > 1 else ""


def _source(book: dict[str, Any], locale_names: Collection[str], spot: TomlLocation) -> str:
    """Return the source locale; the first one if book.toml names none, or an unknown one."""
    source = book.get("source")
    if isinstance(source, str):
        if source in locale_names:
            return source
        hint = nearest(source, locale_names) or Phrase(
            "the locales of this book: {locale_names}", locale_names=", ".join(locale_names)
        )
        spot.report(LOCALE, spot.span, hint=hint, key=spot.name, locale=source)
    return next(iter(locale_names))


def _editions(
    data: Mapping[str, Any], spot: TomlLocation, formats: Collection[str], project: Project, world: Reader
) -> dict[str, Edition]:
    """Return the editions by name, in the source locale; one for each format when book.toml names none."""
    locale = project.locales[project.source]
    if "editions" not in data:
        shared: dict[str, Any] = {
            "web": project.web,
            "territory": project.pictures.territory,
            "notes": project.notes,
        }
        return {
            name: Edition(name, locale, name, project.theme, project.print, **shared)
            for name in sorted(formats)
        }
    tables = data["editions"]
    if not isinstance(tables, dict):
        spot.report_type(tables, "a table", "[editions.print]")
        return {}
    editions_by_name = {}
    for name, value in tables.items():
        here = spot.of(name)
        if book_schema.name(name, here) is None:
            continue
        read = table(value, here, book_schema.edition(formats), book_schema.EDITION_NEEDS) or {}
        pair = (
            parse_locale_pair(read["locales"], here.of("locales"), project.locales)
            if "locales" in read
            else ()
        )
        names = ["-".join(locale_of_pair.name for locale_of_pair in pair)] if pair else list(project.locales)
        _check_pages_from(read, tables, here, world, names)
        check_writing(read, here, [project.locales[locale_name].tag for locale_name in project.locales])
        if "format" in read and (pair or "locales" not in read):
            _report_idle(read, here)
            if read["format"] == "pdf" and read.get("paper") and not read.get("printer"):
                hint = "name the printer that has this paper: printer = …"
                place = here.of("paper")
                here.report(IDLE, place.span, hint=hint, key=place.name, format=read["format"])
            for_print = {key: read[key] for key in book_schema.PRINT if key in read}
            pages = read.get("pages", project.print.pages)
            if read["format"] == "pdf" and read.get("printer") and pages == "screen":
                place = here.of("pages" if "pages" in read else "printer")
                here.report(
                    SCREEN, place.span, key=here.name, hint='say pages = "print" in it, or name no printer'
                )
            editions_by_name[name] = Edition(
                name,
                pair[0] if pair else locale,
                read["format"],
                read.get("theme", project.theme),
                replace(project.print, **for_print),
                read.get("soft_hyphens", False),
                Ebook(**{key: read[key] for key in book_schema.EBOOK if key in read}),
                replace(project.web, **{key: read[key] for key in book_schema.WEB if key in read}),
                read.get("printer", ""),
                read.get("price", ""),
                read.get("paper", ""),
                read.get("territory", project.pictures.territory),
                read.get("images", 0),
                Untranslated(**{key: read[key] for key in book_schema.UNTRANSLATED if key in read}),
                pair[1] if pair else None,
                read.get("equivalent", Equivalents()),
                read.get("notes", project.notes),
                read.get("reading", ""),
                read.get("proof") or None,
                here.of("printer").span if "printer" in read else here.span,
                here.of("paper").span if "paper" in read else here.span,
            )
    report_other_languages(editions_by_name, spot)
    editions_by_name = with_known_page_numbers(editions_by_name, spot)
    for name, edition in editions_by_name.items():
        if edition.web.downloads != project.web.downloads:
            _check_downloads(edition.web, editions_by_name, formats, spot.of(name))
    return editions_by_name


def _check_downloads(
    web: Web, editions: Mapping[str, Edition], formats: Collection[str], spot: TomlLocation
) -> None:
    """Report downloads that are no PDF or e-book of this book (`edition.downloads`)."""
    kinds = {**{name: name for name in sorted(formats)}, **{name: e.format for name, e in editions.items()}}
    for index, name in enumerate(web.downloads):
        if kinds.get(name, "web") == "web":
            problem = "a web edition" if name in kinds else "no edition of this book"
            here, files = spot.of("downloads"), [other for other, kind in kinds.items() if kind != "web"]
            hint = nearest(name, files) or Phrase("it can be {files}", files=", ".join(files))
            place = here.of(index)
            spot.report(DOWNLOADS, place.span, hint=hint, key=here.name, value=name, problem=problem)


def _report_idle(read: dict[str, Any], spot: TomlLocation) -> None:
    """Report keys of an edition that are for another format."""
    for key in read:
        if read["format"] not in book_schema.MEANT.get(key, (read["format"],)):
            here = spot.of(key)
            spot.report(IDLE, here.span, key=here.name, format=read["format"])


def _check_pages_from(
    read: dict[str, Any], names: Collection[str], spot: TomlLocation, world: Reader, locales: Collection[str]
) -> None:
    """Report `pages_from` if it is neither another edition nor a file of the book (in any locale), and remove it."""
    wanted = read.get("pages_from", "none")
    maps = [wanted.replace("{locale}", name) for name in locales] if wanted.endswith(".json") else []
    has_page_map = any(map(world.exists, maps))
    outside = next((path for path in maps if world.leads_out(path)), "")
    if outside:
        spot.report(
            OUTSIDE, spot.of("pages_from").span, path=outside, hint="copy the page map into the book's folder"
        )
        del read["pages_from"]
        return
    if wanted != "none" and wanted not in names and not has_page_map:
        here = spot.of("pages_from")
        hint = (
            nearest(wanted, names) or "the name of an edition in print, the path of a kept page map, or none"
        )
        spot.report(PAGES, here.span, key=here.name, value=wanted, hint=hint)
        del read["pages_from"]
