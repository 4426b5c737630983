"""The project as a value: the book, its locales, imprints and editions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bookbuilder.cache_key import excluded
from bookbuilder.diagnostics import NOWHERE, Severity, Span
from bookbuilder.locales import OwnWords
from bookbuilder.locales.regional_letters import replace_letters
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.variant import KINDS_OF_EDITIONS, Variant


@dataclass(frozen=True, slots=True)
class Person:
    """A contributor. `sort` is the name for catalogues; `role` a MARC relator (`aut`, `trl`)."""

    name: str
    sort: str = ""
    role: str = "aut"
    affiliation: str = ""

    def spelled(self, letters: Mapping[str, str]) -> Person:
        """Return the person with the letters of a region."""
        if not letters:
            return self
        name, sort, affiliation = (
            replace_letters(text, letters) for text in (self.name, self.sort, self.affiliation)
        )
        return replace(self, name=name, sort=sort, affiliation=affiliation)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the book, by the code of a `scheme` of ONIX (`THEMA`, `BISAC`); `names` maps a locale to its heading,
    and the empty key to one for all."""

    scheme: str
    code: str
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, locale: str) -> str:
        """Return the heading in a locale; the code if there is none."""
        return self.names.get(locale) or self.names.get("") or self.code


@dataclass(frozen=True, slots=True)
class Untranslated:
    """The fallback policy: for blocks whose source has changed since they were translated (`stale`: `keep`, `fail`,
    `source`), and for untranslated ones (`missing`: `fail`, `source`, `omit`). Empty: not set; blocks stay as they are, and
    a missing chapter is an error."""

    stale: str = ""
    missing: str = ""

    def over(self, other: Untranslated) -> Untranslated:
        """Return this policy where it is set, else the other."""
        return Untranslated(self.stale or other.stale, self.missing or other.missing)


@dataclass(frozen=True, slots=True)
class Equivalents:
    """How a sum and its equivalent in another currency are printed together, by place: in `brackets` (`200 million
    dollars (about 176 million euros)`) or with the `sign` (`200 million dollars ≈ 176 million euros`). Empty: not set;
    in brackets."""

    text: str = ""
    tables: str = ""
    captions: str = ""
    chronologies: str = ""

    def over(self, other: Equivalents) -> Equivalents:
        """Return these settings where they are set, else the others."""
        return Equivalents(
            self.text or other.text,
            self.tables or other.tables,
            self.captions or other.captions,
            self.chronologies or other.chronologies,
        )


IN_BRACKETS = Equivalents()
"""The default."""


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """A picture that fills the cover: its path from the folder of the book."""

    path: str
    span: Span = field(default=NOWHERE, metadata=excluded("it only says where a problem is"))


@dataclass(frozen=True, slots=True)
class ProjectLocale:
    """The settings of one locale. `name` is the folder of its chapters and its name on the command line.

    `words` are the book's own words for the program's messages: English message → words, or a table of them by plural
    category (CLDR) if the message has a number. `home_currency` is the currency of its readers (ISO 4217; empty: that
    of the region). `untranslated` is the fallback policy. `inherits` names the locale whose chapters it uses where it
    has none; `letters` are those that it replaces in such texts (ß by ss). `equivalents` says how a sum and its equivalent
    are printed together, the book's settings included. `variant` says which conditional passages an edition has in it; None:
    all of them, in a book without any. `compounds` says how the parts of long words are joined (`dot`, `hyphen`, `none`;
    empty: as they are written). `base` is the name of the locale that it is based on, if its tag is one for private use.
    """

    name: str
    tag: str
    title: str
    subtitle: str = ""
    description: str = ""
    series: str = ""
    cover: CoverPicture | None = None
    keywords: tuple[str, ...] = ()
    translators: tuple[Person, ...] = ()
    words: Mapping[str, OwnWords] = field(default_factory=dict)
    home_currency: str = ""
    untranslated: Untranslated = Untranslated()
    inherits: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    equivalents: Equivalents = Equivalents()
    span: Span = Span("book.toml")
    variant: Variant | None = None
    compounds: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for the book. Every text is in the language of its locale (see `Project.imprints`).

    `isbn` maps the name of an edition, or a format (`pdf`, `epub`, `web`), to its number (see `Project.isbn`);
    `tdm_reserved` reserves text and data mining (Directive (EU) 2019/790, article 4(3); TDM Reservation Protocol).
    `untranslated`: it names the chapters that are not translated, or not wholly.
    """

    publisher: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    responsible: str = ""
    editors: tuple[Person, ...] = ()
    printer: str = ""
    isbn: Mapping[str, str] = field(default_factory=dict)
    issn: str = ""
    issue: str = ""
    rights: str = ""
    tdm_reserved: bool = False
    tdm_policy: str = ""
    credits: tuple[str, ...] = ()
    place: str = ""
    untranslated: bool = False
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Print:
    """Settings for print: how external links show their address (`note`, `inline`, `qr`, `none`), and whether the page map
    is written beside the PDF. `attachments` are sources to embed in the PDF: `chapters`, `facts`, `names`, `charts`
    (None: the data of charts, unless the PDF goes to a printer).
    `pages` says whether they are those of a bound book (`print`) or each is seen by itself (`screen`)."""

    links: str = "note"
    page_map: bool = False
    attachments: tuple[str, ...] | None = None
    pages: str = "print"


@dataclass(frozen=True, slots=True)
class Web:
    """Settings for the web edition: the `address` at which the folder of finished files will be (with a slash at its end;
    empty: not known), the editions whose files the contents page offers (`downloads`), and in which types and widths in
    pixels large pictures are also made (`image_types`, `image_widths`)."""

    address: str = ""
    downloads: tuple[str, ...] = ()
    image_types: tuple[str, ...] = ("avif", "webp")
    image_widths: tuple[int, ...] = (480, 960, 1920)


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """Settings for the rights in pictures: how many days before the end of a licence there is a warning (`warn`), where
    credits are printed (`beside` the figure, in a `list`, `both`), and the countries in which the book is sold (`territory`;
    empty: in all). `stated`: book.toml speaks of them."""

    warn: int = 30
    credits: str = "both"
    territory: tuple[str, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class MapSettings:
    """Settings for maps: the file with the borders of the house (`borders`, GeoJSON; empty: those of the program), who made
    them (`credit`), and which borders are dashed, each by the codes of both countries (`disputed`; None: those that the
    program knows)."""

    borders: str = ""
    credit: str = ""
    disputed: tuple[str, ...] | None = None


NO_MAP_SETTINGS = MapSettings()


@dataclass(frozen=True, slots=True)
class Ebook:
    """Settings for an e-book.

    `profile` is the kind of readers that it is for (`standard`, `kindle`, `minimal`), `fonts` how fonts are packed
    (`opentype`, `woff`, `woff2`, or `none`); empty means what the profile says. `pages_from` says whose page numbers it
    carries, or a PDF has beside its text: those of an edition in print by its name, those of a map by its path; empty:
    those of the first edition in print that is made with it (of a PDF: none); `none`: no page numbers. `writing` is how
    Chinese and Japanese lines run: `horizontal` or `vertical`.
    """

    profile: str = "standard"
    fonts: str = ""
    pages_from: str = ""
    writing: str = "horizontal"


@dataclass(frozen=True, slots=True)
class SeverityOverride:
    """The severity of a diagnostic in this book; `span` is its place in book.toml."""

    code: str
    severity: Severity
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Ignore:
    """An ignored diagnostic, and why: everywhere, or only in the file `path`, or if its message contains `words`."""

    code: str
    reason: str
    path: str = ""
    words: str = ""
    span: Span = Span("book.toml")


@dataclass(frozen=True, slots=True)
class Checks:
    """The settings for diagnostics."""

    weights: tuple[SeverityOverride, ...] = ()
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofSettings:
    """How a proof is made: how its lines are numbered (`page`, `chapter`, `none`), whether the address of each block stands
    beside it (`addresses`), the distance of its lines (`leading`: as in the `book`, or `double`), and how wide the margin
    for pencils is that its pages have besides those of the book, in points.

    `since` names the proof or version since which changes are shown: by a bar beside `lines`, or `words` are marked as well
    (`changes`). `number` (0: the next one) and `date` (None: none) stand in its mark, or what the book says instead
    (`mark`). `edition` is the name of the edition that it is a proof of (empty: the first one in its format).
    `since_span` is where `since` is written.
    """

    lines: str = "page"
    addresses: bool = False
    leading: str = "book"
    margin: float = 113.4
    since: str = ""
    changes: str = "lines"
    number: int = 0
    date: dt.date | None = None
    mark: str = ""
    edition: str = ""
    since_span: Span = field(default=Span("book.toml"), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """One thing to make: a format of a locale, in a theme. `name` is its name on the command line.

    `soft_hyphens` writes U+00AD wherever a word of an e-book may break. `printer` names what the printer of a PDF asks
    for; empty: it is for the screen. `paper` is a paper of its profile (empty: the usual one), `price` the add-on of
    its barcode, five digits; `territory` are the countries in which it is sold, `images` is the longest side of its pictures
    in pixels (0: that of their files, or of the profile of an e-book). `untranslated` and `equivalents` go before
    those of the locale. `beside` is the second locale of a bilingual edition, which is made once, in its own two; `locale`
    leads: the contents, the imprint and the words of the program are in it. `notes` says where its notes stand: on the
    `page`, at the end of the `chapter`, or at the `end` of the book. `reading` is for whom it is set (`large`, `dyslexia`;
    empty: as the theme says). `proof` says how it is made if it is a proof. `span` is where book.toml describes the edition.
    """

    name: str
    locale: ProjectLocale
    format: str
    theme: str
    print: Print = Print()
    soft_hyphens: bool = False
    ebook: Ebook = Ebook()
    web: Web = Web()
    printer: str = ""
    price: str = ""
    paper: str = ""
    territory: tuple[str, ...] = ()
    images: int = 0
    untranslated: Untranslated = Untranslated()
    beside: ProjectLocale | None = None
    equivalents: Equivalents = Equivalents()
    notes: str = "page"
    reading: str = ""
    proof: ProofSettings | None = None
    span: Span = field(default=Span("book.toml"), compare=False, repr=False)
    paper_span: Span = field(default=Span("book.toml"), compare=False, repr=False)

    @property
    def medium(self) -> str:
        """Its medium, of which licences of pictures speak (`MEDIA` of picture_rights)."""
        return "print" if self.format == "pdf" and self.print.pages == "print" else self.format

    @property
    def locales(self) -> tuple[ProjectLocale, ...]:
        """Its locale, or two, the leading one first."""
        return (self.locale, self.beside) if self.beside else (self.locale,)

    @property
    def languages(self) -> str:
        """The names of its locales, joined: `de`, or `de-en` if it is bilingual."""
        return "-".join(locale.name for locale in self.locales)

    @property
    def words(self) -> tuple[str, ...]:
        """What a condition of a text may call it: its name, its format, and `print` or `screen`."""
        printed = self.format == "pdf" and self.print.pages == "print"
        return self.name, self.format, KINDS_OF_EDITIONS[0] if printed else KINDS_OF_EDITIONS[1]

    def alike(self, other: Edition) -> bool:
        """Whether another edition has the same chapters: any single locale, or the same two."""
        if self.beside and other.beside:
            return self.languages == other.languages
        return self.beside is None and other.beside is None


@dataclass(frozen=True, slots=True)
class CitationSettings:
    """How a book cites its sources: the name of a style, or its file in the book; whether a source is cited in full when it
    is met first in the `book` or in each `chapter`; and whether entries have `terms` in the language of the `book` or of
    their `source`."""

    style: str = "full-note"
    first: str = "book"
    terms: str = "book"
    span: Span = field(default=Span("book.toml"), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Project:
    """A book. `imprints` maps the name of a locale to the imprint in its language; `source` is the first language.

    `date` is the day of publication, `released` that of this `version` (empty: the first of the edition); `volume` is
    the place in its series (0: none), `exemption` why it need not be accessible (`book_schema.EXEMPTIONS`, empty: it
    must). `glyphs` is the treatment of characters that no font has: `error`, `box` or `substitute`. `flavour` is that
    of its Markdown, `notes` the place of its notes (`Edition.notes`). A `draft` is not for readers: it says so on every page
    and in its names (`project.draft_settings`).

    `editions` by name, for the source locale; `replace(edition, locale=…)` gives the others, except bilingual ones.
    """

    id: str
    source: str
    date: dt.date
    locales: Mapping[str, ProjectLocale]
    imprints: Mapping[str, Imprint]
    theme: str = "dossier"
    edition: int = 1
    authors: tuple[Person, ...] = ()
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    thema: tuple[Subject, ...] = ()
    bisac: tuple[Subject, ...] = ()
    volume: int = 0
    version: str = ""
    released: dt.date | None = None
    exemption: str = ""
    print: Print = Print()
    web: Web = Web()
    pictures: PictureSettings = PictureSettings()
    maps: MapSettings = NO_MAP_SETTINGS
    editions: Mapping[str, Edition] = field(default_factory=dict)
    output: str = "output"
    checks: Checks = Checks()
    glyphs: str = "error"
    flavour: Flavour = Flavour.BOOKBUILDER
    citations: CitationSettings = CitationSettings()
    draft: bool = False
    notes: str = "page"

    @property
    def day(self) -> dt.date:
        """The day on which this version of the book comes out: licences of its pictures have to hold on it."""
        return self.released or self.date

    def topics(self, locale: ProjectLocale) -> tuple[str, ...]:
        """Return the topics for catalogues in one locale: its keywords, or the subjects of the book."""
        subjects = self.subjects
        if own := locale.keywords or subjects.get(locale.name):
            return own
        shared = subjects.get("") or subjects.get(self.source, ())
        return tuple(replace_letters(topic, locale.letters) for topic in shared)

    def authors_in(self, locale: ProjectLocale) -> tuple[Person, ...]:
        """Return the authors, spelled as in one locale."""
        return tuple(person.spelled(locale.letters) for person in self.authors)

    def contributors(self, locale: ProjectLocale) -> tuple[Person, ...]:
        """Return the people named in one locale: authors, editors of the imprint, translators."""
        return (*self.authors_in(locale), *self.imprints[locale.name].editors, *locale.translators)

    def kept_pages(self, edition: Edition) -> str:
        """Return the path of the stored page map of an edition in its locale; empty if there is none. `{locale}` in the
        path stands for the locale (`de-en` for two); a path without it is that of the source, or of both."""
        pages_from, locale = edition.ebook.pages_from, edition.languages
        if not pages_from.endswith(".json") or pages_from in self.editions:
            return ""
        only = bool(edition.beside) or locale == self.source
        return pages_from.replace("{locale}", locale) if "{locale}" in pages_from or only else ""

    def isbn(self, edition: Edition) -> str:
        """Return the ISBN of an edition as written; empty if it has none. An ISBN for a format belongs to the first edition
        in it, since another is another product (ISBN Users' Manual, 7th edition, section 5); so is a bilingual one, and a
        draft has none. A proof prints that of its edition, which is read with the rest."""
        if self.draft:
            return ""
        numbers = self.imprints[edition.locale.name].isbn
        name = edition.proof.edition if edition.proof else edition.name
        if name in numbers:
            return numbers[name]
        alone = (
            e.name
            for e in self.editions.values()
            if e.format == edition.format and not e.beside and not e.proof
        )
        first = next(alone, edition.name)
        if edition.beside:
            return ""
        return numbers.get(edition.format, "") if name in ("", first) else ""
