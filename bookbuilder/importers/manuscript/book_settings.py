"""Writes what a manuscript says of itself as book.toml, and its styles as import.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Severity, Span
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.quoting import comment_line, toml_value
from bookbuilder.limits import TEXT
from bookbuilder.locales.calendar import parse_iso_date
from bookbuilder.locales.common_words import language_of, likely_language
from bookbuilder.markdown.attributes import valid_tag
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.isbn_issn import isbn_digit
from bookbuilder.world import Assets

LANGUAGE = Rule(
    "import.language",
    "the manuscript does not say in which language it is; it was taken for {tag}",
    "Hyphenation, quotation marks and the voice of a screen reader follow from the language of a book.",
    Severity.WARNING,
)
OTHER_LANGUAGE = Rule(
    "import.wronglanguage",
    "the manuscript says that it is in {stated}, but its words are in {language}; it was taken for {language}",
    "A word processor marks a text with the language of its menus if nobody says otherwise. Hyphenation, quotation marks"
    " and the voice of a screen reader follow from the language of a book.",
    Severity.WARNING,
)
DATE = Rule(
    "import.date",
    "the manuscript has no date; book.toml says {date}",
    "A book has a day of publication: it is printed in the imprint, and shops ask for it.",
    Severity.WARNING,
)
ISBN = Rule(
    "import.isbn",
    "{isbn!r} is not an ISBN; it was left out",
    "An ISBN has 13 digits, begins with 978 or 979, and its last digit is computed from the others (ISO 2108).",
    Severity.WARNING,
)
NO_DATE = "2000-01-01"
"""The date of a book whose manuscript has none: an import does not ask the clock, so that it always gives the same files."""
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class BookLocale:
    """The locale of a new book: the name of its folder, and its tag."""

    name: str
    tag: str


def book_locale(
    requested: str, metadata: Metadata, text: str, path: str, world: Assets, report: Report
) -> BookLocale:
    """Return the locale of a book: the requested one, or that of the manuscript; if the words of its `text` are clearly of
    another language, that. Reports `import.language`, `import.wronglanguage`.

    Raises `BookbuilderError` (`locale.unknown`) for a requested one that does not exist.
    """
    if requested:
        locales.load(requested, world)
        return BookLocale(requested, requested)
    tag, written = metadata.language.replace("_", "-"), language_of(text, world)
    hint = "say it with --locale, for example --locale de"
    if written and valid_tag(tag) and written.partition("-")[0] != tag.partition("-")[0].lower():
        report(OTHER_LANGUAGE, Span(path), hint=hint, stated=tag, language=written)
        return BookLocale(written, written)
    if valid_tag(tag):
        parts = tag.split("-")
        name = "-".join([parts[0].lower(), *(part.title() for part in parts[1:2] if len(part) == 4)])
        for candidate in (tag, name):
            try:
                locales.load(candidate, world)
            except BookbuilderError:
                continue
            return BookLocale(name, candidate)
    tag = written or likely_language(text) or FALLBACK
    report(LANGUAGE, Span(path), tag=tag, hint=hint)
    return BookLocale(tag, tag)


def with_valid_values(metadata: Metadata, path: str, date: str, report: Report) -> Metadata:
    """Return metadata with a date and without a wrong ISBN; `date` is what the user said. Reports `import.date`,
    `import.isbn`."""
    day = parse_iso_date(date or metadata.date[:10])
    if day is None:
        report(DATE, Span(path), date=NO_DATE, hint="put the day of publication there, or say it with --date")
    isbn = re.sub(r"(?i)^(urn:)?isbn:?\s*", "", metadata.isbn.strip())
    digits = re.sub(r"[- ]", "", isbn)
    if isbn and (
        not re.fullmatch(r"97[89]\d{10}", digits, re.ASCII) or digits[-1] != isbn_digit(digits[:12])
    ):
        report(ISBN, Span(path), isbn=isbn[:40], hint="correct it, and write it into [imprint] of book.toml")
        isbn = ""
    return replace(
        metadata,
        date=day.isoformat() if day else NO_DATE,
        isbn=isbn,
        title=_one_line(metadata.title),
        subtitle=_one_line(metadata.subtitle),
        publisher=_one_line(metadata.publisher),
        rights=_one_line(metadata.rights),
        description=_one_line(metadata.description),
    )


def _one_line(text: str) -> str:
    return printable(comment_line(text)).strip()[:TEXT]


def book_toml(
    metadata: Metadata, locale: BookLocale, book_id: str, path: str, isbn_format: str, cover: str = ""
) -> str:
    """Return book.toml. `isbn_format` is the format whose edition has the ISBN of the manuscript, `cover` the path of the
    picture on its cover from the folder of the book (empty: none is known)."""
    date = f"{metadata.date} # the day of publication"
    book = {"id": toml_value(book_id), "source": toml_value(locale.name), "date": date}
    if metadata.authors:
        book["authors"] = _list(metadata.authors)
    texts = {
        "tag": "" if locale.tag == locale.name else locale.tag,
        "title": metadata.title,
        "subtitle": metadata.subtitle,
    }
    own = {
        key: toml_value(value)
        for key, value in {**texts, "description": metadata.description, "cover": cover}.items()
        if value
    }
    if metadata.keywords:
        own["keywords"] = _list(metadata.keywords)
    if metadata.translators:
        own["translators"] = _list(metadata.translators)
    imprint = {
        key: toml_value(value)
        for key, value in {"publisher": metadata.publisher, "rights": metadata.rights}.items()
        if value
    }
    if metadata.credits:
        imprint["credits"] = _list(metadata.credits)
    if metadata.isbn:
        imprint["isbn"] = f"{{ {isbn_format} = {toml_value(metadata.isbn)} }}"
    return (
        f"# Made from {comment_line(path)}. What else can stand here, the manual says: docs/book-toml.md.\n\n"
        + _table("book", book)
        + "\n"
        + _table(f"locales.{locale.name}", own)
        + "\n# Who answers for the book: publisher, address, email, responsible, isbn …\n"
        + _table("imprint", imprint)
        + "\n# Characters that no font of the book has are replaced, each with a warning; otherwise they are errors.\n"
        + _table("glyphs", {"missing": '"substitute"'})
    )


def flavour_toml(flavour: Flavour) -> str:
    """Return the lines of book.toml that say in which flavour of Markdown the chapters are; empty for ours."""
    if flavour is Flavour.BOOKBUILDER:
        return ""
    return f"\n{_table('markdown', {'flavour': toml_value(flavour)})}"


def _table(name: str, values: Mapping[str, str]) -> str:
    return "".join([f"[{name}]\n", *(f"{key} = {value}\n" for key, value in values.items())])


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(toml_value(_one_line(text)) for text in texts)}]"


STYLES_FILE = "import.toml"
STYLES_HEAD = """\
# The styles of the manuscript, and what was made of each. Correct it and import again:
#   bookbuilder import {path} --map import.toml
# Roles of paragraphs: title, subtitle, author, date, heading 1 to heading 6, paragraph, quote, verse, epigraph, pullquote,
# aside, aside title, summary, chapter subtitle, caption, code, list, omit. Roles of characters: emphasis, strong, code,
# smallcaps, underline, strike, plain.
"""


def styles_toml(styles: Mapping[str, Mapping[str, str]], path: str) -> str:
    """Return import.toml: the roles of paragraph and character styles by their names. Empty without any."""
    if not any(styles.values()):
        return ""
    tables = [
        _table(kind, {toml_value(name): toml_value(role) for name, role in sorted(roles.items())})
        for kind, roles in styles.items()
        if roles
    ]
    return STYLES_HEAD.format(path=comment_line(path)) + "\n" + "\n".join(tables)
