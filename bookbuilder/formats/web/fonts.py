"""The fonts of the web edition: each face that the style sheet can ask for, cut down to the characters of the book."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.formats.subsets import subsets
from bookbuilder.html.fonts import Face, Family, Fonts, letters
from bookbuilder.step import Runner


@dataclass(frozen=True, slots=True)
class WebFace:
    """A face as it goes on the web: its family, its file below `fonts/`, and the WOFF2 bytes."""

    family: str
    face: Face
    name: str
    data: bytes


def used(fonts: Fonts, css: str, pages: Iterable[str]) -> tuple[Family, ...]:
    """Return the families that the style sheet names; one for code only where there is code."""
    code = any("<code" in page or "<pre" in page for page in pages)
    named = [family for family in fonts.families if f'"{family.name}"' in css]
    return tuple(family for family in named if code or family.kind != "monospace")


def faces(
    runner: Runner, fonts: Fonts, families: Iterable[Family], css: str, pages: Iterable[str]
) -> tuple[WebFace, ...]:
    """Return the faces of these families, cut down to the characters of the pages and the style sheet."""
    text = letters(css, map(html.unescape, pages))
    wanted = [(family.name, face) for family in families for face in family.faces]
    made = subsets(runner, fonts, [face for _, face in wanted], text, "woff2")
    return tuple(
        WebFace(name, face, str(PurePosixPath(face.file).with_suffix(".woff2")), data)
        for (name, face), data in zip(wanted, made, strict=True)
    )


def licences(fonts: Fonts, families: Iterable[Family]) -> dict[str, bytes]:
    """Return file below `fonts/` → the licence of each family."""
    return {f.licence_file: fonts.files[f.licence_file] for f in families if f.licence_file in fonts.files}


def rules(found: Iterable[WebFace], address: Mapping[str, str]) -> str:
    """Return the `@font-face` rules; `address` maps the name of a face to where the browser finds it.

    The text is shown at once in a font of the system and changes when the book's is there.
    """
    return "\n".join(
        f'@font-face {{ font-family: "{f.family}"; font-weight: {f.face.weight}; font-style: {f.face.style};'
        f' font-display: swap; src: url("{address[f.name]}") format("woff2"); }}'
        for f in found
    )
