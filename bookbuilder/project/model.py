"""A project as a value: the book, its locales, its imprint, and the editions that are made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Severity, Span
from bookbuilder.locales import OwnWords


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the book. `sort` is the name as a catalogue sorts it; `role` a MARC relator (`aut`, `trl`)."""

    name: str
    sort: str = ""
    role: str = "aut"


@dataclass(frozen=True, slots=True)
class ProjectLocale:
    """What the book is called in one locale. `name` is the folder of its chapters and the word on the command line.

    `words` are the book's own words for the program's: English message → words, or a table of them by plural category
    (CLDR) where the message has a number. `home_currency` is the currency that
    its readers count in (ISO 4217); empty: that of the region.
    """

    name: str
    tag: str
    title: str
    subtitle: str = ""
    description: str = ""
    series: str = ""
    keywords: tuple[str, ...] = ()
    translators: tuple[Person, ...] = ()
    words: Mapping[str, OwnWords] = field(default_factory=dict)
    home_currency: str = ""
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for the book. Every text is already that of the locale asked for (see `Project.imprints`).

    `isbn` maps a format (`pdf`, `epub`, `web`) to its number; `tdm_reserved` reserves text and data mining
    (Directive (EU) 2019/790, article 4(3); TDM Reservation Protocol).
    """

    publisher: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    responsible: str = ""
    editors: tuple[str, ...] = ()
    printer: str = ""
    isbn: Mapping[str, str] = field(default_factory=dict)
    issn: str = ""
    issue: str = ""
    rights: str = ""
    tdm_reserved: bool = False
    tdm_policy: str = ""
    credits: tuple[str, ...] = ()
    place: str = ""
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Print:
    """What holds for print: how an outside link shows its address (`note`, `inline`, `qr`, `none`)."""

    links: str = "note"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a finding matters in this book; `span` is where book.toml says so."""

    code: str
    severity: Severity
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A finding that is not told, and why: everywhere, or only in the file `path`, or where its sentence has `words`."""

    code: str
    reason: str
    path: str = ""
    words: str = ""
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Checks:
    """What the book wants of its checks."""

    weights: tuple[Weight, ...] = ()
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One thing to be made: a format of a locale, in a theme. `name` is its word on the command line.

    `soft_hyphens` writes U+00AD wherever a word of an e-book may part.
    """

    name: str
    locale: ProjectLocale
    format: str
    theme: str
    print: Print = Print()
    soft_hyphens: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """A book. `imprints` maps the name of a locale to the imprint in its language; `source` is the first language.

    `editions` maps the name of an edition to it, in the source locale: the others are made of it by replacing that.
    """

    id: str
    source: str
    date: dt.date
    locales: Mapping[str, ProjectLocale]
    imprints: Mapping[str, Imprint]
    theme: str = "dossier"
    edition: int = 1
    authors: tuple[Person, ...] = ()
    subjects: tuple[str, ...] = ()
    print: Print = Print()
    editions: Mapping[str, Edition] = field(default_factory=dict)
    output: str = "output"
    checks: Checks = Checks()

    def contributors(self, locale: ProjectLocale) -> tuple[Person, ...]:
        """Return the people to name in one locale: authors, editors of the imprint, translators."""
        editors = tuple(Person(name, role="edt") for name in self.imprints[locale.name].editors)
        return (*self.authors, *editors, *locale.translators)
