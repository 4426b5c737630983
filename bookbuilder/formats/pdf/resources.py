"""The files that a page of HTML may name, and the case of fonts that it is set from: all that WeasyPrint gets to see."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape

from bookbuilder.document.pictures import TYPES
from bookbuilder.html.theme import Theme
from bookbuilder.world import World

SCHEME = "book:"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that the HTML may name; `digest` is its SHA-256."""

    data: bytes
    media_type: str
    digest: str = ""

    @classmethod
    def of(cls, data: bytes, media_type: str) -> Resource:
        """Return a file with its hash."""
        return cls(data, media_type, hashlib.sha256(data).hexdigest())


def theme_files(theme: Theme) -> dict[str, Resource]:
    """Return the files of a theme that its templates and style sheets may name: `book:theme/…`."""
    found = {}
    for name, data in theme.files.items():
        media_type, _ = TYPES.get(PurePosixPath(name).suffix.lower(), ("application/octet-stream", ""))
        found[f"theme/{name}"] = Resource.of(data, media_type)
    return found


def case(world: World, fonts: Mapping[str, bytes]) -> Path:
    """Return a folder that knows the fonts of the book and no font of the system.

    fontconfig would otherwise fall back to whatever the machine has, silently. It reads its settings from a file
    that the environment names, so one is written into the cache.
    """
    files = {name: data for name, data in fonts.items() if name.endswith((".ttf", ".otf"))}
    folder = world.materialize("fonts", files)
    return world.materialize(
        "fontconfig", {"fonts.conf": _fontconfig(folder, world.cache / "fontconfig.cache")}
    )


def _fontconfig(folder: Path, cache: Path) -> bytes:
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(folder))}</dir>\n<cachedir>{escape(str(cache))}</cachedir>\n</fontconfig>\n"
    ).encode(errors="surrogateescape")  # a path that the encoding of the machine cannot read
