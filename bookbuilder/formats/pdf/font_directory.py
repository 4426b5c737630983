"""The directory with the fonts of a book, from which alone WeasyPrint takes fonts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from xml.sax.saxutils import escape

from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.html.font_family import Family, Fonts
from bookbuilder.html.font_scripts import ranges
from bookbuilder.world import Workspace

_FONT_INDEX = "fontcache"


def font_directory(world: Workspace, fonts: Fonts) -> FontDirectory:
    """Return the fonts of a book on disk, with a configuration of fontconfig that knows them and none of the system.

    fontconfig would otherwise fall back to whatever the machine has, silently. It reads its settings from a file
    that the environment names, and the fonts by their paths; so both lie in a place of the user's own.
    """
    files = {name: data for name, data in fonts.files.items() if name.endswith((".ttf", ".otf"))}
    folder = world.materialize("fonts", files)
    edits = "".join(_instead(family) + _without(family, fonts) for family in fonts.families)
    names = _names_by_file(fonts)
    # No path of this machine is in the key.
    key = hashlib.sha256(f"{folder.path.name} {edits} {names}".encode()).hexdigest()[:32]
    edits = "".join(_named(str(folder.path / file), named) for file, named in names.items()) + edits
    index = world.library_cache(f"{_FONT_INDEX}-{key}")
    conf = world.materialize("fontconfig", {"fonts.conf": _fontconfig(folder.path, index.path, edits)}, key)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return FontDirectory(conf.path, folder.path, digests, (folder, index, conf))


def keep_font_index(world: Workspace, directory: FontDirectory) -> None:
    """Keep what fontconfig has found out about the fonts of a directory."""
    world.keep_library_cache(f"{_FONT_INDEX}-{directory.name.partition('-')[2]}")


def _instead(family: Family) -> str:
    """Return the rule that has its stand-in looked up for a family."""
    if not family.instead:
        return ""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(family.name)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(family.instead)}</string></edit></match>\n'
    )


def _names_by_file(fonts: Fonts) -> dict[str, list[str]]:
    """Return the families that each file is declared for; those that it stands in for are none."""
    names: dict[str, list[str]] = {}
    for family in fonts.families:
        for face in () if family.instead else family.faces:
            names.setdefault(face.file, []).append(family.name)
    return names


def _named(path: str, families: list[str]) -> str:
    """Return the rule that gives a font the name under which it is declared: style sheets ask for that, and its file may
    call itself something else (EB Garamond 12)."""
    named = "".join(f"<string>{escape(family)}</string>" for family in families)
    return (
        f'<match target="scan"><test name="file"><string>{escape(path)}</string></test>'
        f'<edit name="family" mode="assign">{named}</edit></match>\n'
    )


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
