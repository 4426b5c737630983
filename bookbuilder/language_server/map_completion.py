"""What can be written behind an option of a map: places of names.toml, cities of the program, countries and regions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.completion_place import DirectivePlace
from bookbuilder.language_server.suggestion import Sort, Suggestion
from bookbuilder.locales.territories import known_territories
from bookbuilder.maps.known_places import ASSET, known_places

MAP = "map"
_PLACES = ("places", "route")
_REGIONS = ("region", "highlight", "inset")
WORLD = "world"


def last_place(place: DirectivePlace) -> DirectivePlace:
    """Return a place in a list of places or regions with the last of them alone as its prefix: places have blanks and
    vertical lines between them, regions commas."""
    if place.name != MAP or place.key not in (*_PLACES, *_REGIONS):
        return place
    between = r"[\s|]" if place.key in _PLACES else r",\s*"
    return replace(place, prefix=re.split(between, place.prefix)[-1])


def map_values(index: BookIndex, chapter: ChapterIndex, place: DirectivePlace) -> Iterator[Suggestion]:
    """Yield what can be written as the value of an option of a map."""
    locale = index.locales.get(chapter.locale)
    if place.key in _PLACES:
        try:
            cities = index.world.read_asset(ASSET)
        except BookbuilderError:
            cities = b""
        for key, at in sorted(known_places(index.names.values(), cities).items()):
            local = locale.names.get(key) if locale else None
            yield Suggestion(
                key, Sort.NAME, local.form.full if local else f"{at.latitude:.2f} N, {at.longitude:.2f} E"
            )
    elif place.key in _REGIONS and locale:
        is_open = place.given.count('"') % 2 == 1
        for name in (WORLD, *known_territories(locale.locale)):
            yield Suggestion(name, Sort.WORD, written=name if is_open or " " not in name else f'"{name}"')
