"""Embeds fonts into an e-book: the faces that its style sheet uses, subset to the book's characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.build_step import Runner
from bookbuilder.formats.book import Book
from bookbuilder.formats.epub.epub_archive import ManifestItem
from bookbuilder.formats.epub.file_names import ascii_name
from bookbuilder.formats.math_font import FAMILY, math_font
from bookbuilder.formats.subsets import subsets
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.html.nearest_faces import nearest_faces
from bookbuilder.html.needed_characters import needed_characters

FOLDER = "fonts"


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedFonts:
    """Embedded fonts: their `@font-face` rules, their files and licences."""

    css: str
    items: tuple[ManifestItem, ...]


def embed_fonts(
    runner: Runner, fonts: Fonts, css: str, text: Iterable[str], packing: str, *, code: bool
) -> EmbeddedFonts:
    """Return the fonts used by a style sheet. `text` is the text of the documents; `code`: there is code.

    `packing` is `opentype`, which every reader knows, and which compresses in the archive as well as WOFF; `woff`, `woff2`,
    which RMSDK does not know; or `none`.
    """
    if packing == "none":
        return EmbeddedFonts("", ())
    needed = needed_characters(css, text)
    weights = {400, 700} | {int(w) for w in re.findall(r"font-weight:\s*(\d+)", css)}
    rules: list[str] = []
    items: list[ManifestItem] = []
    files: dict[str, str] = {}
    for family in fonts.families:
        if family.name not in _named(css) or (family.kind == "monospace" and not code):
            continue
        faces = nearest_faces(family, weights)
        for rule, item in _faces(
            runner, fonts, family, faces, needed, packing.removeprefix("opentype"), files
        ):
            rules.append(rule)
            if item not in items:  # a stand-in has faces that another family has as well
                items.append(item)
        licence = fonts.files.get(family.licence_file)
        if licence is not None:
            stem = ascii_name(family.instead or family.name)
            name = f"OFL-{stem}" if family.licence.startswith("OFL") else stem
            item = ManifestItem(f"licence-{stem}", f"{FOLDER}/{name}.txt", "text/plain", licence)
            if item not in items:
                items.append(item)
    return EmbeddedFonts("\n".join(rules), tuple(items))


def with_math_font(fonts: EmbeddedFonts, book: Book, packing: str) -> EmbeddedFonts:
    """Return embedded fonts with that of formulas, if the book has any and embeds fonts; `packing` as above."""
    flavor = packing.removeprefix("opentype")
    made = math_font(book, flavor) if packing != "none" else None
    if made is None:
        return fonts
    kind = flavor or "ttf"
    name = f"{FOLDER}/STIXTwoMath.{kind}"
    rule = f'@font-face {{ font-family: "{FAMILY}"; src: url(../{name}); }}'
    licence = ManifestItem("licence-STIXTwoMath", f"{FOLDER}/OFL-STIXTwoMath.txt", "text/plain", made.licence)
    items = (*fonts.items, ManifestItem("font-STIXTwoMath", name, f"font/{kind}", made.data), licence)
    return EmbeddedFonts(f"{fonts.css}\n{rule}".strip(), items)


def _faces(
    runner: Runner,
    fonts: Fonts,
    family: Family,
    faces: Sequence[Face],
    needed: Collection[str],
    flavor: str,
    files: dict[str, str],
) -> Iterator[tuple[str, ManifestItem]]:
    """Yield the rule and the file of each face; `files` has the font files by the names that the book gave them so far."""
    for face, data in zip(faces, subsets(runner, fonts, faces, needed, flavor), strict=True):
        kind = flavor or ("otf" if data.startswith(b"OTTO") else "ttf")
        path = face.file.rsplit(".", 1)[0]
        stem = ascii_name(path.rsplit("/", 1)[-1])
        if files.setdefault(stem, face.file) != face.file:  # two folders may have a file of one name
            stem = ascii_name(path.replace("/", "-"))
        name = f"{FOLDER}/{stem}.{kind}"
        rule = (
            f'@font-face {{ font-family: "{family.name}"; font-weight: {face.weight}; font-style: {face.style};'
            f" src: url(../{name}); }}"
        )
        yield rule, ManifestItem(f"font-{stem}", name, f"font/{kind}", data)


def _named(css: str) -> set[str]:
    """Return the names of the families in a style sheet."""
    lists = re.findall(r"font(?:-family)?:\s*([^;}]+)", css)
    quoted = {m[2] for part in lists for m in re.finditer(r"([\"'])(.*?)\1", part)}
    return quoted | {name.strip() for part in lists for name in part.split(",")}
