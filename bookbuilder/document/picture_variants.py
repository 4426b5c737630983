"""Finds the picture files of a locale beside those for all (`map.en.svg` beside `map.svg`), and those for narrow screens,
and puts them into a chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from bookbuilder.document.nodes import AS_THEME, Chapter, Image, Node
from bookbuilder.document.walk import transform


def variants(path: str, name: str, tag: str) -> tuple[str, ...]:
    """Return the file names that a locale's own picture may have, best first: by the locale's name, its tag, and shorter
    tags.

    >>> variants("images/karte.svg", "en-GB", "en-GB")
    ('images/karte.en-GB.svg', 'images/karte.en.svg')
    """
    original = PurePosixPath(path)
    parts = tag.split("-")
    tags = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    return tuple(
        original.with_name(f"{original.stem}.{tag_or_name}{original.suffix}").as_posix()
        for tag_or_name in dict.fromkeys((name, *tags))
    )


def is_own(path: str, name: str, tag: str) -> bool:
    """Whether a picture is one of a locale itself: it has its name or tag, or lies in its folder.

    >>> is_own("images/map.en.svg", "en", "en-GB"), is_own("chapters/en/map.svg", "en", "en"), is_own("map.svg", "en", "en")
    (True, True, False)
    """
    place = PurePosixPath(path)
    if place.parts[:2] == ("chapters", name):
        return True
    tags = {name, *("-".join(tag.split("-")[:size]) for size in range(1, len(tag.split("-")) + 1))}
    return not tags.isdisjoint(place.stem.split(".")[1:])


def narrow_variant(path: str) -> str:
    """Return the file name that a picture for narrow screens has.

    >>> narrow_variant("images/karte.en.svg")
    'images/karte.en.narrow.svg'
    """
    original = PurePosixPath(path)
    return original.with_name(f"{original.stem}.narrow{original.suffix}").as_posix()


def with_pictures(chapter: Chapter, pictures: Mapping[str, str], narrow: Mapping[str, str]) -> Chapter:
    """Return a chapter with pictures replaced; `pictures` maps a path to that of its replacement, `narrow` the path of what
    is shown then to that of the drawing for narrow screens."""

    def change(node: Node) -> Node:
        if not isinstance(node, Image):
            return node
        source = pictures.get(node.source, node.source)
        if source == node.source and source not in narrow:
            return node
        return replace(node, source=source, narrow=narrow.get(source, ""))

    result: Chapter = transform(chapter, change) if pictures or narrow else chapter
    return result


def with_narrow(images: Iterable[Image]) -> Iterator[Image]:
    """Yield images, and for each that has one also the image for narrow screens."""
    for image in images:
        yield image
        if image.narrow:
            yield replace(image, source=image.narrow, narrow="", setting=AS_THEME)
