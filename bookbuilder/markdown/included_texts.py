"""Finds the texts that a chapter includes, and those that these include, each in the language of the chapter if possible."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.picture_variants import variants
from bookbuilder.limits import CHARACTERS
from bookbuilder.markdown.includes import included_paths
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import BookFiles

MOST = 200
"""Files that a chapter may include, with those that they include."""
TRIED = 10 * MOST
"""Files that are looked for, also those that are not there."""


@dataclass(frozen=True, slots=True)
class IncludedTexts:
    """The texts of the files that a chapter includes, by their paths as they are written; `places` has the paths of files of
    the locale that stand for them."""

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the files that were read."""
        return tuple(self.places.get(path, path) for path in self.texts)


def included_texts(
    text: str, path: str, flavour: Flavour, world: BookFiles, locale: tuple[str, str] | None = None
) -> IncludedTexts:
    """Return the texts of the files that a chapter includes, and that these include. A translation (`locale`: its name and
    tag) has the file of its own beside one of them, `part.en.md` beside `part.md`.

    Files that are missing, outside the book or no text are left out: where the chapter includes them, that is reported. So
    are those that go beyond the limits of a chapter.
    """
    found = IncludedTexts()
    waiting, tried, room = deque(included_paths(text, path, flavour)), set[str](), CHARACTERS
    while waiting and len(found.texts) < MOST and len(tried) < TRIED:
        name = waiting.popleft()
        # Included twice, or in a circle.
        if name in tried:
            continue
        tried.add(name)
        names = variants(name, *locale) if locale and name else ()
        try:
            place = next((other for other in names if world.exists(other)), name)
            content = world.text(place)
        except BookbuilderError:
            continue
        room -= len(content)
        if room < 0:
            break
        found.texts[name] = content
        if place != name:
            found.places[name] = place
        waiting += included_paths(content, place, flavour)
    return found
