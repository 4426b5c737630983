"""What a format gets: a book in one edition."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bookbuilder.build_step import DirectRunner, Runner
from bookbuilder.document.document import Document
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.formats.pagemap import PageBreakMarker, PageMap
from bookbuilder.formats.proof_changes import NO_CHANGES, ProofChanges
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_pictures import book_picture, picture_finder
from bookbuilder.locales import Locale, dates
from bookbuilder.locales.typography_rules import Typography
from bookbuilder.picture_rights.book_rights import NOTHING_KNOWN, BookRights
from bookbuilder.project import Edition, Project
from bookbuilder.project.project import ProjectLocale
from bookbuilder.project.source_texts import language_of, source_texts
from bookbuilder.world import Workspace

DRAFT = "DRAFT-"
"""Begins the file names of a draft. The id of a book has no capitals, so no finished file begins like this."""


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The input of a format for one edition.

    `rights` are those in its pictures. `siblings` maps the other locales of the book to their locale and chapter ids, for
    links between languages. `runner` runs cacheable steps. `single_pass` asks for a PDF laid out in one piece,
    `without_patches` leaves out changes to WeasyPrint (`formats.pdf.engine.setup.install_patches.names`). `beside` is the
    second language of a bilingual edition, `drawn_stand_ins` stand in drawings for characters that no font has.
    A format with pages calls `paged` as soon as their order is known, and before that `early` with those that have changed
    since the build before, unless nobody waits for them (None); `printed` waits for the page map of the edition whose
    page numbers this one carries (`pipeline.make_editions`), and returns None if there is none. `page_break_markers` are
    those numbers where they stand beside the text of a PDF, `changes` what a proof shows as changed.
    """

    world: Workspace
    project: Project
    edition: Edition
    locale: Locale
    document: Document
    theme: Theme
    fonts: Fonts
    rights: BookRights = NOTHING_KNOWN
    siblings: Mapping[str, tuple[Locale, frozenset[str]]] = field(default_factory=dict)
    runner: Runner = field(default_factory=DirectRunner)
    single_pass: bool = False
    without_patches: tuple[str, ...] = ()
    beside: Locale | None = None
    drawn_stand_ins: Mapping[str, str] = field(default_factory=dict)
    paged: Callable[[PageMap], None] = field(default=lambda _: None)
    early: Callable[[EarlyPages], None] | None = None
    printed: Callable[[], PageMap | None] = field(default=lambda: None)
    page_break_markers: tuple[PageBreakMarker, ...] = ()
    changes: ProofChanges = NO_CHANGES

    @property
    def stem(self) -> str:
        """The file name of this edition without suffix."""
        return file_stem(self.project, self.edition)

    @property
    def identifier(self) -> str:
        """The identifier of this edition in its locale, a UUIDv5 that is stable across builds, since readers bind reading
        positions, bookmarks and notes to it."""
        kind = "draft/" if self.project.draft else ""
        name = f"bookbuilder:{kind}{self.project.id}/{'+'.join(self.tags)}/{self.edition.name}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"

    @property
    def file_identifier(self) -> str:
        """The identifier of a PDF of this edition: a hash of the name of the book, and of the number of a proof, so that
        what comes back names the proof that it was written into."""
        name = f"{self.project.id} {'+'.join(self.tags)} {self.edition.name} {self.project.edition}"
        if self.edition.proof:
            name += f" proof {self.edition.proof.number}"
        return hashlib.sha256(f"{DRAFT if self.project.draft else ''}{name}".encode()).hexdigest()[:32]

    @property
    def draft_mark(self) -> str:
        """The word that stands on every page of a draft, in the language of the edition, or in English if its fonts lack a
        letter of that; empty: it is none."""
        if not self.project.draft:
            return ""
        # Translators: stands on every page of a book that is not finished
        word = replace(self.locale, stand_ins={}).say("Draft")
        return word if self.locale.stand_ins.keys().isdisjoint(word) else "Draft"

    @property
    def catalogue_title(self) -> str:
        """The title under which reading systems list this edition."""
        title = self.edition.locale.title
        return f"{self.draft_mark}: {title}" if self.project.draft else title

    @property
    def text_features(self) -> tuple[str, ...]:
        """The style sheets for what few texts have (`html.styles.FEATURES`)."""
        other = {"ltr": "rtl", "rtl": "ltr"}[self.locale.direction]
        found = ["passages" if name == other else name for name in self.document.features]
        return tuple(name for name in found if name not in ("ltr", "rtl"))

    @property
    def features(self) -> tuple[str, ...]:
        """The style sheets for what few books have: those of the text, and those of a draft and a proof."""
        marks = [
            name for name, there in (("draft", self.project.draft), ("proof", self.edition.proof)) if there
        ]
        return (*self.text_features, *marks)

    def language_of(self, text: str) -> str:
        """Return the language tag of a text of book.toml that is still in the language of the source; else empty."""
        return language_of(text, self.project, self.locale)

    @property
    def source_texts(self) -> tuple[str, ...]:
        """What `language_of` depends on besides the locale: the language tag of the source and its texts; empty if the
        edition is in that language."""
        texts = source_texts(self.project, self.locale)
        return (texts.tag, *sorted(texts.texts)) if texts else ()

    @property
    def tags(self) -> tuple[str, ...]:
        """The language tags of this edition (BCP 47), the leading one first."""
        return (self.locale.tag, self.beside.tag) if self.beside else (self.locale.tag,)

    @property
    def picture(self) -> Callable[[str], str]:
        """The function that returns the address of a picture to templates and style sheets (`html.theme_pictures`)."""
        return picture_finder(self.world, self.theme, self._folders)

    @property
    def _folders(self) -> tuple[str, ...]:
        names = dict.fromkeys((self.edition.locale.name, self.project.source))
        return (*(f"chapters/{name}" for name in names), "")

    @property
    def pictured(self) -> tuple[str, ...]:
        """The files that `picture` can find, if the theme uses it: part of the key of steps with such templates."""
        texts = (*self.theme.templates.values(), *self.theme.sheets.values())
        if not any("picture(" in text for text in texts):
            return ()
        return tuple(path for folder in self._folders for path in self.world.files(folder or "images"))

    @property
    def about(self) -> dict[str, object]:
        """The values for templates of covers and title pages: `book` (its titles in this language), `beside` (those in
        the second one, with its `tag`; or None), `cover` (the address of the picture that fills the cover; or empty),
        `project`, `published` (its date), `imprint_data` and `people` (authors, editors, translators). The texts have the
        typography of their language, as those of chapters have; metadata have what was typed."""
        edition, words = self.edition.locale, self.locale.typography
        beside = self.edition.beside
        people = self.project.contributors(edition)
        return {
            "book": _typeset(edition, words),
            "beside": _typeset(beside, self.beside.typography) if beside and self.beside else beside,
            "cover": book_picture(edition.cover.path) if edition.cover else "",
            "project": self.project,
            "published": dates.date(self.project.date, self.locale),
            "imprint_data": self.project.imprints[edition.name],
            "people": tuple(
                replace(person, name=words(person.name), affiliation=words(person.affiliation))
                for person in people
            ),
        }


def _typeset(locale: ProjectLocale, words: Typography) -> ProjectLocale:
    """Return the titles of a book with typography applied."""
    return replace(
        locale,
        title=words(locale.title),
        subtitle=words(locale.subtitle),
        description=words(locale.description),
        series=words(locale.series),
    )


def file_stem(project: Project, edition: Edition) -> str:
    """Return the file name of an edition without suffix: `woche-der-diplomatie.de`, or `woche-der-diplomatie.de-en` for two
    languages; further editions of the same format add their own name. Capitals begin the name of a draft, and no other."""
    name = f"{DRAFT if project.draft else ''}{project.id}.{edition.languages}"
    return name if edition.name == edition.format else f"{name}.{edition.name}"
