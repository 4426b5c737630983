"""Finds the files that a chapter needs, and reads them: those that it includes, and data files."""

from __future__ import annotations

from bookbuilder.markdown.conditions import variant_of
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.find_stored_files import stored_files
from bookbuilder.markdown.included_texts import included_texts
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.variant import Variant
from bookbuilder.world import Reader


def dialect_of(
    text: str,
    path: str,
    flavour: Flavour,
    world: Reader,
    locale: tuple[str, str] | None = None,
    variant: Variant | None = None,
    citing: Citing = Citing.NO,
) -> Dialect:
    """Return how a chapter is read, with the files of the book that it includes and the data files of its tables.
    `locale` is the name and tag of one that is a translation; `variant` that of the text, of which the chapter gets what it
    mentions; `citing` is what becomes of citations.
    """
    found = included_texts(text, path, flavour, world, locale)
    data = stored_files(text, path, locale, world)
    for name, content in found.texts.items():
        data = stored_files(content, found.places.get(name, name), locale, world) | data
    variant = variant_of(variant, text, *found.texts.values())
    return Dialect(flavour, found.texts, data, citing, variant, found.places)
