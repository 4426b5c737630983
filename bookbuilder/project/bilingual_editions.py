"""Reads and checks the two locales of a bilingual edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import Rule, nearest
from bookbuilder.locales.pseudo_locales import PSEUDO
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import Edition, ProjectLocale
from bookbuilder.toml_tables.location import TomlLocation

LOCALES = Rule(
    "edition.locales",
    "{key} cannot have {what}: {problem}",
    "A bilingual edition has two languages of the book side by side, the leading one first:"
    ' locales = ["de", "en"]. An edition in one language says nothing of locales: it is made in each of them.',
)


UNLIKE = Rule(
    "edition.unlike",
    "{key} is {value!r}, an edition in other languages",
    "An edition carries the page numbers of a book that is made of the same chapters: one with two languages those of a PDF"
    " with the same two, any other one those of a PDF in its own language.",
)


def parse_locale_pair(
    names: Sequence[str], spot: TomlLocation, locales: Mapping[str, ProjectLocale]
) -> tuple[ProjectLocale, ...]:
    """Return the two locales of a bilingual edition; none after reporting `edition.locales`."""
    problems = []
    for index, name in enumerate(names):
        place, locale = spot.of(index), locales.get(name)
        if name in PSEUDO:
            problems.append((place, name, "it is made from the source, to be looked at alone", ""))
        elif locale is None:
            hint = nearest(name, locales) or Phrase(
                "the locales of this book: {locales}", locales=", ".join(locales)
            )
            problems.append((place, name, "the book has no such locale", hint))
        elif name in names[:index]:
            problems.append((place, name, "it is named twice", ""))
        elif locale.inherits:
            hint = Phrase(
                "name {inherits}, or {name} in an edition of its own", inherits=locale.inherits, name=name
            )
            problems.append(
                (place, name, Phrase("its text is that of {inherits}", inherits=locale.inherits), hint)
            )
    if not problems and len(names) != 2:
        hint = 'two of them, the leading one first: ["de", "en"]'
        what = f"{len(names)} locale{'' if len(names) == 1 else 's'}"
        problem = (
            "one language has nothing beside it"
            if len(names) < 2
            else "two columns are as many as a page has room for"
        )
        problems.append((spot, what, problem, hint))
    for place, what, problem, hint in problems:
        spot.report(LOCALES, place.span, hint=hint, key=spot.name, what=what, problem=problem)
    return () if problems else tuple(locales[name] for name in names)


def report_other_languages(editions: Mapping[str, Edition], spot: TomlLocation) -> None:
    """Report editions that carry the page numbers of one in other languages (`edition.unlike`)."""
    for name, edition in editions.items():
        other = editions.get(edition.ebook.pages_from)
        if other is not None and not edition.alike(other):
            here = spot.of(name, "pages_from")
            spot.report(UNLIKE, here.span, key=here.name, value=other.name)
