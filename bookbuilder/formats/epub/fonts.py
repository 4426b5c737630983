"""The fonts of the e-book: the faces that its style sheet asks for, cut down to the letters of the book."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bookbuilder.formats.epub.names import ascii_name
from bookbuilder.formats.epub.package import Item
from bookbuilder.html.fonts import Face, Family, Fonts, subset_font

FOLDER = "fonts"
ALWAYS = " \u00a0\u00ad-\u2010\u2011…"
"""Characters that a reader may set by itself: spaces, hyphens of hyphenation, the sign for something cut off."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Fonts as they go into the package: their rules for the style sheet, and their files with their licences."""

    css: str
    items: tuple[Item, ...]


def embedded(fonts: Fonts, css: str, text: Iterable[str], *, code: bool) -> Embedded:
    """Return the fonts that a style sheet names. `text` is what the documents hold; `code` says whether there is code.

    OpenType files, since old readers know no other kind; the archive presses them as well as WOFF would.
    """
    letters = {c for part in text for c in part} | set(ALWAYS) | set(_generated(css))
    letters |= {c for letter in letters for c in letter.upper() + letter.lower()}
    weights = {400, 700} | {int(w) for w in re.findall(r"font-weight:\s*([1-9]00)", css)}
    rules: list[str] = []
    items: list[Item] = []
    for family in fonts.families:
        if family.name not in _named(css) or (family.kind == "monospace" and not code):
            continue
        faces = [face for face in family.faces if face.weight in weights]
        for rule, item in _faces(fonts, family, faces, letters):
            rules.append(rule)
            items.append(item)
        licence = fonts.files.get(family.licence_file)
        if licence is not None:
            name = (
                f"OFL-{ascii_name(family.name)}"
                if family.licence.startswith("OFL")
                else ascii_name(family.name)
            )
            items.append(
                Item(f"licence-{ascii_name(family.name)}", f"{FOLDER}/{name}.txt", "text/plain", licence)
            )
    return Embedded("\n".join(rules), tuple(items))


def _faces(
    fonts: Fonts, family: Family, faces: Iterable[Face], letters: Collection[str]
) -> Iterator[tuple[str, Item]]:
    for face in faces:
        data = subset_font(fonts.files[face.file], letters, "")
        kind = "otf" if data.startswith(b"OTTO") else "ttf"
        stem = ascii_name(face.file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        name = f"{FOLDER}/{stem}.{kind}"
        rule = (
            f'@font-face {{ font-family: "{family.name}"; font-weight: {face.weight}; font-style: {face.style};'
            f" src: url(../{name}); }}"
        )
        yield rule, Item(f"font-{stem}", name, f"font/{kind}", data)


def _named(css: str) -> set[str]:
    """Return the names of the families in a style sheet."""
    lists = re.findall(r"font(?:-family)?:\s*([^;}]+)", css)
    quoted = {m[2] for part in lists for m in re.finditer(r"([\"'])(.*?)\1", part)}
    return quoted | {name.strip() for part in lists for name in part.split(",")}


def _generated(css: str) -> str:
    """Return the text that a style sheet may print, its escapes resolved."""
    escapes = re.findall(r"\\([0-9a-fA-F]{1,6})", css)
    return css + "".join(chr(int(point, 16)) for point in escapes if 0 < int(point, 16) < 0x110000)
