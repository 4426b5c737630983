"""The files that a page of HTML may name, and the directory of its fonts: all that WeasyPrint gets to see."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.document.picture_files import PictureBudget
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.html import theme_pictures as naming
from bookbuilder.html.font_scripts import ranges
from bookbuilder.html.fonts import Family, Fonts
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import theme_position
from bookbuilder.world import Workspace

_FONT_INDEX = "fontcache"


def named(
    world: Workspace, theme: Theme, *texts: str, known: Mapping[str, Resource] | None = None
) -> dict[str, Resource]:
    """Return the pictures that templates and style sheets of a theme name (`html.named`), by their path in texts made from
    these; pictures in `known` are taken from there. Raises `BookbuilderError` (`image.*`, `path.outside`)."""
    resources: dict[str, Resource] = {}
    findings, budget = Findings(), PictureBudget()
    for path in naming.picture_addresses(*texts):
        if known and path in known:
            resources[path] = known[path]
        elif picture := naming.read_theme_picture(world, theme, path, findings):
            budget.take(picture, theme_position(theme, path), findings)
            resources[path] = Resource.of(picture.data, picture.media_type)
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return resources


def font_directory(world: Workspace, fonts: Fonts) -> Path:
    """Return a folder with a configuration of fontconfig that knows the fonts of the book and none of the system. Its name
    says which fonts these are.

    fontconfig would otherwise fall back to whatever the machine has, silently. It reads its settings from a file
    that the environment names, and the fonts by their paths; so both lie in a place of the user's own.
    """
    files = {name: data for name, data in fonts.files.items() if name.endswith((".ttf", ".otf"))}
    folder = world.materialize("fonts", files)
    edits = "".join(_without(family, fonts) for family in fonts.families)
    key = hashlib.sha256(f"{folder.name} {edits}".encode()).hexdigest()[:32]
    conf = _fontconfig(folder, world.library_cache(f"{_FONT_INDEX}-{key}"), edits)
    return world.materialize("fontconfig", {"fonts.conf": conf}, key)


def keep_font_index(world: Workspace, directory: Path) -> None:
    """Keep what fontconfig has found out about the fonts of a directory."""
    world.keep_library_cache(f"{_FONT_INDEX}-{directory.name.partition('-')[2]}")


def _without(family: Family, fonts: Fonts) -> str:
    """Return the rules that take characters from a family and say who gives them where no style sheet does, as in a
    drawing: the first family of the Latin world, one of the same kind if there is any."""
    left = ranges(frozenset().union(*(face.without for face in family.faces)))
    if not left:
        return ""
    others = sorted((f for f in fonts.families if not f.scripts), key=lambda other: other.kind != family.kind)
    instead = "".join(f"<family>{escape(other.name)}</family>" for other in others[:1])
    points = "".join(f"<range><int>{first}</int><int>{last}</int></range>" for first, last in left)
    return (
        f'<match target="scan"><test name="family"><string>{escape(family.name)}</string></test>'
        '<edit name="charset" mode="assign"><minus><name>charset</name>'
        f"<charset>{points}</charset></minus></edit></match>\n"
        f"<alias><family>{escape(family.name)}</family><default>{instead}</default></alias>\n"
    )


def _fontconfig(folder: Path, cache: Path, edits: str) -> bytes:
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"{edits}<dir>{escape(str(folder))}</dir>\n<cachedir>{escape(str(cache))}</cachedir>\n</fontconfig>\n"
    ).encode(errors="surrogateescape")  # a path that the encoding of the machine cannot read
