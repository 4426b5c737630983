"""The directory with the fonts of a book, from which alone WeasyPrint takes fonts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from xml.sax.saxutils import escape

from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.declared_files import DeclaredFile, declared_files, fontconfig_weight
from bookbuilder.html.font_family import Family, Fonts
from bookbuilder.html.font_scripts import ranges
from bookbuilder.world import Workspace

_FONT_INDEX = "fontcache"


def font_directory(world: Workspace, fonts: Fonts) -> FontDirectory:
    """Return the fonts of a book on disk, with a configuration of fontconfig that knows them and none of the system.

    fontconfig would otherwise fall back to whatever the machine has, silently. It reads its settings from a file
    that the environment names, and the fonts by their paths; so both lie in a place of the user's own.
    """
    declared = declared_files(fonts)
    # A file that no face declares keeps the family name of its own name table.
    files = {name: data for name, data in fonts.files.items() if name.endswith((".ttf", ".otf"))}
    files |= {name: fonts.files[one.file] for name, one in declared.items()}
    folder = world.materialize("fonts", files)
    edits = "".join(_instead(family) + _without(family, fonts) for family in fonts.families)
    # No path of this machine is in the key.
    key = hashlib.sha256(f"{folder.path.name} {edits} {declared}".encode()).hexdigest()[:32]
    edits = "".join(_scanned(str(folder.path / name), one) for name, one in declared.items()) + edits
    index = world.library_cache(f"{_FONT_INDEX}-{key}")
    conf = world.materialize("fontconfig", {"fonts.conf": _fontconfig(folder.path, index.path, edits)}, key)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return FontDirectory(conf.path, folder.path, digests, (folder, index, conf))


def keep_font_index(world: Workspace, directory: FontDirectory) -> None:
    """Keep what fontconfig has found out about the fonts of a directory."""
    world.keep_library_cache(f"{_FONT_INDEX}-{directory.name.partition('-')[2]}")


def _instead(family: Family) -> str:
    """Return the rule by which fontconfig looks for the stand-in of a family; empty if it has none."""
    if not family.instead:
        return ""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(family.name)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(family.instead)}</string></edit></match>\n'
    )


def _scanned(path: str, declared: DeclaredFile) -> str:
    """Return the rule that gives a font the names, the weight and the style with which it is declared: style sheets ask for
    those, and its file may say something else of itself (EB Garamond 12; a bold of weight 400)."""
    named = "".join(f"<string>{escape(family)}</string>" for family in declared.families)
    edits = f'<edit name="family" mode="assign">{named}</edit>' if named else ""
    return (
        f'<match target="scan"><test name="file"><string>{escape(path)}</string></test>{edits}'
        f'<edit name="weight" mode="assign"><double>{fontconfig_weight(declared.weight):g}</double></edit>'
        f'<edit name="slant" mode="assign"><const>{_SLANTS.get(declared.style, "roman")}</const></edit></match>\n'
    )


_SLANTS = {"normal": "roman", "italic": "italic"}


def _without(family: Family, fonts: Fonts) -> str:
    """Return the rules that take characters from a family, and name the family that has them where no style sheet
    applies, as in a drawing: the first one without `scripts`, if there is any of the same kind."""
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
