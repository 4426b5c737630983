"""Finds the picture of a language beside one that is for all: `karte.en.svg` beside `karte.svg`."""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    ".png": ("image/png", "PNG"),
    ".jpg": ("image/jpeg", "JPEG"),
    ".jpeg": ("image/jpeg", "JPEG"),
    ".gif": ("image/gif", "GIF"),
    ".webp": ("image/webp", "WEBP"),
    ".svg": ("image/svg+xml", "SVG"),
}
"""What a picture can be, by the end of its name: its media type, and what Pillow calls it."""


def variants(path: str, name: str, tag: str) -> tuple[str, ...]:
    """Return the names that the picture of a locale may have, the best first: by the name of the locale, its tag, and what
    that is a kind of.

    >>> variants("images/karte.svg", "en-GB", "en-GB")
    ('images/karte.en-GB.svg', 'images/karte.en.svg')
    """
    place = PurePosixPath(path)
    parts = tag.split("-")
    tags = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    return tuple(
        place.with_name(f"{place.stem}.{one}{place.suffix}").as_posix()
        for one in dict.fromkeys((name, *tags))
    )
