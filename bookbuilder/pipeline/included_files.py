"""Finds the files that a chapter needs, and reads them: those that it includes, in the flavours that can, and data files."""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.limits import CHARACTERS
from bookbuilder.markdown.conditions import variant_of
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.find_stored_files import stored_files
from bookbuilder.markdown.includes import included_paths
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.variant import Variant
from bookbuilder.world import Reader

MOST = 200
"""Files that a chapter may include, with those that they include."""


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
    found = included_texts(text, path, flavour, world)
    data = stored_files(text, path, locale, world)
    for name, content in found.items():
        data = stored_files(content, name, locale, world) | data
    return Dialect(flavour, found, data, citing, variant_of(variant, text, *found.values()))


def included_texts(text: str, path: str, flavour: Flavour, world: Reader) -> dict[str, str]:
    """Return the texts of the files that a chapter includes, and that these include, by their paths.

    Files that are missing, outside the book or no text are left out: where the chapter includes them, that is reported. So
    are those that go beyond the limits of a chapter.
    """
    found: dict[str, str] = {}
    if not flavour.includes:
        return found
    waiting, room = list(included_paths(text, path, flavour)), CHARACTERS
    while waiting and len(found) < MOST:
        name = waiting.pop(0)
        # Included twice, or in a circle.
        if name in found:
            continue
        try:
            content = world.text(name)
        except BookbuilderError:
            continue
        room -= len(content)
        if room < 0:
            break
        found[name] = content
        waiting += included_paths(content, name, flavour)
    return found
