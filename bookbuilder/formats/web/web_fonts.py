"""Embeds fonts into the web edition: the faces that its style sheet uses, subset to the book's characters."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.build_step import Runner
from bookbuilder.formats.subsets import subsets
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.html.needed_characters import needed_characters


@dataclass(frozen=True, slots=True)
class WebFace:
    """A font face for the web: its family, its file below `fonts/`, and its WOFF2 data."""

    family: str
    face: Face
    name: str
    data: bytes


def used(fonts: Fonts, css: str, pages: Iterable[str]) -> tuple[Family, ...]:
    """Return the families used by the style sheet; monospaced ones only if there is code, or a formula with such words."""
    code = any(sign in page for page in pages for sign in ("<code", "<pre", "math-mono"))
    named = [family for family in fonts.families if f'"{family.name}"' in css]
    return tuple(family for family in named if code or family.kind != "monospace")


def faces(
    runner: Runner, fonts: Fonts, families: Iterable[Family], css: str, pages: Iterable[str]
) -> tuple[WebFace, ...]:
    """Return the faces of these families, subset to the characters of pages and style sheet."""
    text = needed_characters(css, map(html.unescape, pages))
    wanted = [(family.name, face) for family in families for face in family.faces]
    made = subsets(runner, fonts, [face for _, face in wanted], text, "woff2")
    return tuple(
        WebFace(name, face, str(PurePosixPath(face.file).with_suffix(".woff2")), data)
        for (name, face), data in zip(wanted, made, strict=True)
    )


def licences(fonts: Fonts, families: Iterable[Family]) -> dict[str, bytes]:
    """Return file below `fonts/` → licence text of each family."""
    return {f.licence_file: fonts.files[f.licence_file] for f in families if f.licence_file in fonts.files}


def rules(faces: Iterable[WebFace], address: Mapping[str, str]) -> str:
    """Return the `@font-face` rules; `address` maps face names to addresses.

    Text is first shown in a system font (font-display: swap).
    """
    return "\n".join(
        f'@font-face {{ font-family: "{f.family}"; font-weight: {f.face.weight}; font-style: {f.face.style};'
        f' font-display: swap; src: url("{address[f.name]}") format("woff2"); }}'
        for f in faces
    )
