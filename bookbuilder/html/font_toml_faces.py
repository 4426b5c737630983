"""The faces that a family lists in `fonts.toml`, each value of them checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.html.font_declarations import BROKEN
from bookbuilder.html.font_family import Face
from bookbuilder.phrases import Phrase

KEY = Rule(
    "fonts.key",
    "{table} has no key called {key!r}",
    "fonts.toml knows a fixed set of keys, described in docs/themes.md. A key that is spelled wrongly would change nothing"
    " and say nothing, so it is an error.",
)
KEYS = ("file", "weight", "style", "sha256")
STYLES = ("normal", "italic")
HEAVIEST = 1000
"""The greatest weight (CSS Fonts 4, 2.2; OpenType, usWeightClass)."""

Place = Callable[..., Span]
"""Gives the place of a path of keys below the table of a family."""


def declared_faces(name: str, folder: str, faces: object, span: Place, report: Report) -> list[Face] | None:
    """Return the faces of the family `name`; `None` if these are no list of them. Reports `fonts.syntax`, `fonts.key`."""
    if not isinstance(faces, list) or not all(isinstance(face, dict) for face in faces):
        problem = Phrase(
            'the faces of {name} are not a list like [{{ file = "a.ttf", weight = 400 }}]', name=name
        )
        report(BROKEN, span("faces"), problem=problem)
        return None
    if not faces:
        hint = "list its files, or leave faces out: then they are the fonts in fonts/ that bear its name"
        report(
            BROKEN, span("faces"), hint=hint, problem=Phrase("{name} has an empty list of faces", name=name)
        )
        return None
    found = [
        _face(name, folder, face, lambda *keys, at=at: span("faces", at, *keys), report)
        for at, face in enumerate(faces)
    ]
    usable = [face for face in found if face is not None]
    kinds = [(face.weight, face.style) if face else None for face in found]
    for at, kind in enumerate(kinds):
        if kind and kind in kinds[:at]:
            problem = Phrase(
                "two faces of {name} have the weight {weight} and the style {style!r}",
                name=name,
                weight=kind[0],
                style=kind[1],
            )
            report(BROKEN, span("faces", at), hint="only one of them would be printed", problem=problem)
    return usable if len(usable) == len(found) else None


def report_keys(
    table: Mapping[str, object], known: tuple[str, ...], what: str, span: Place, report: Report
) -> None:
    """Report the keys of a table that are none of those that are known: `fonts.key`."""
    for key in table:
        if key not in known:
            hint = nearest(key, known) or Phrase("its keys are {known}", known=", ".join(known))
            report(KEY, span(key), hint=hint, table=what, key=key)


def _face(name: str, folder: str, value: Mapping[str, object], span: Place, report: Report) -> Face | None:
    """Return a declared face; `None` for one without a file. One of the house that has no file in the book gets a name that
    nothing in fonts.toml can lead elsewhere."""
    report_keys(value, KEYS, Phrase("a face of {name}", name=name), span, report)
    weight, style = _weight(name, value, span, report), _style(name, value, span, report)
    file, sha256 = value.get("file", ""), value.get("sha256", "")
    if not isinstance(file, str) or not isinstance(sha256, str) or not (file or sha256):
        hint = 'its file is in quotes: { file = "a.ttf", weight = 400 }'
        report(BROKEN, span("file"), hint=hint, problem=Phrase("a face of {name} names no file", name=name))
        return None
    sha256 = sha256.lower()
    if sha256 and not _HASH.fullmatch(sha256):
        hint = "`bookbuilder fonts list` prints those of the fonts of the house"
        problem = Phrase("the sha256 of a face of {name} is not 64 digits from 0 to 9 and a to f", name=name)
        report(BROKEN, span("sha256"), hint=hint, problem=problem)
        return None
    if file:
        return Face(f"{folder}/{file}", weight, style, sha256=sha256)
    stem = re.sub("[^A-Za-z0-9]+", "", name)[:_LONGEST] or "font"
    return Face(f"house/{stem}-{sha256[:12]}.otf", weight, style, sha256=sha256)


def _weight(name: str, value: Mapping[str, object], span: Place, report: Report) -> int:
    weight = value.get("weight", 400)
    if isinstance(weight, int) and not isinstance(weight, bool) and 1 <= weight <= HEAVIEST:
        return weight
    problem = Phrase("a face of {name} has the weight {weight!r}", name=name, weight=str(weight)[:_LONGEST])
    hint = Phrase(
        "a weight is a whole number from 1 to {heaviest}; 400 is regular, 700 is bold", heaviest=HEAVIEST
    )
    report(BROKEN, span("weight"), hint=hint, problem=problem)
    return 400


def _style(name: str, value: Mapping[str, object], span: Place, report: Report) -> str:
    style = value.get("style", STYLES[0])
    if isinstance(style, str) and style in STYLES:
        return style
    problem = Phrase("a face of {name} has the style {style!r}", name=name, style=str(style)[:_LONGEST])
    hint = nearest(str(style), STYLES) or Phrase("a style is {styles}", styles=" or ".join(STYLES))
    report(BROKEN, span("style"), hint=hint, problem=problem)
    return STYLES[0]


_LONGEST = 40
_HASH = re.compile("[0-9a-f]{64}")
