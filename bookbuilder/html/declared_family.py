"""A font family as `fonts.toml` declares it: with the faces that it lists, or with the fonts that bear its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.html.font_declarations import BROKEN, FILE, Places
from bookbuilder.html.font_family import Face, Family
from bookbuilder.html.font_metadata import RESTRICTED, RIGHTS, FontMetadata
from bookbuilder.html.font_rights import FORBIDDEN
from bookbuilder.html.font_toml_faces import Place, declared_faces, report_keys
from bookbuilder.html.hanging_characters import KEY, hanging_characters
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.positions import nearest_span
from bookbuilder.world import OUTSIDE, relative

FACELESS = Rule(
    "fonts.faceless",
    "no font in {folder}/ is of the family {name}, which fonts.toml declares",
    "Without `faces` the faces of a family are the fonts in fonts/ that bear its name. A family without a face would be"
    " printed in another one without a word.",
)


KINDS = ("serif", "sans-serif", "monospace")
_NOTES = ("version", "copyright", "source", "reserved")
"""Keys that are for those who read fonts.toml."""
_TEXTS = ("name", "folder", "kind", "licence", "licence-file", "stand-in")
_KEYS = (*_TEXTS, "embedding", "faces", "scripts", "ascii", KEY, *_NOTES)


def declared_family(
    key: str,
    value: Mapping[str, Any],
    names: Collection[str],
    where: Places,
    described: Mapping[str, FontMetadata],
    report: Report,
) -> Family | None:
    """Return a family with all faces that it declares or, if it declares none, with those files that bear its name. `names`
    are the families of the book. Reports `fonts.syntax`, `fonts.key`, `fonts.embedding`, `fonts.faceless` and
    `fonts.hanging`."""

    def span(*of: str | int) -> Span:
        return nearest_span((key, *of), where, Span(FILE))

    report_keys(value, _KEYS, Phrase("[{key}] of fonts.toml", key=key), span, report)
    texts = {one: value[one] for one in _TEXTS if one in value}
    for one in [one for one, text in texts.items() if not isinstance(text, str)]:
        report(BROKEN, span(one), problem=Phrase("{one} of [{key}] is no text in quotes", one=one, key=key))
        del texts[one]
    name, folder = texts.get("name", key), texts.get("folder", key)
    if not _is_name(name):
        problem = Phrase("{name!r} cannot be the name of a family", name=name[:_LONGEST])
        hint = Phrase(
            "a name has letters, digits, spaces and hyphens, and at most {longest_name} characters",
            longest_name=_LONGEST_NAME,
        )
        report(BROKEN, span("name"), hint=hint, problem=problem)
        return None
    right = value.get("embedding", "")
    if right == RESTRICTED:
        report(FORBIDDEN, span("embedding"), name=name)
        return None
    if "embedding" in value and right not in RIGHTS:
        problem = Phrase("the embedding of {name} is none of {rights}", name=name, rights=", ".join(RIGHTS))
        report(BROKEN, span("embedding"), problem=problem)
    faces = declared_faces(name, folder, value["faces"], span, report) if "faces" in value else None
    if faces is None and "faces" in value:
        return None
    if faces is None:
        faces = _faces_of_name(name, described)
        if not faces:
            others = sorted({other for found in described.values() for other in found.families})
            home = span().path.rpartition("/")[0] or "fonts"
            hint = Phrase("put its files (.ttf, .otf) into {home}/", home=home)
            if others:
                hint = Phrase(
                    "the fonts there are of {others}; {hint}", others=", ".join(others[:_FEW]), hint=hint
                )
            report(FACELESS, span("name"), hint=hint, name=name, folder=home)
            return None
    outside = list(_outside(value, folder))
    for keys, path in outside:
        report(OUTSIDE, span(*keys), path=path, hint="put it below fonts/ of the book")
    if outside:
        return None
    files = [face.file.removeprefix(f"{folder}/") for face in faces]
    hanging = hanging_characters(value.get(KEY, {}), files, lambda keys: span(KEY, *keys), report)
    faces = [
        replace(face, hanging=hanging.get(file, face.hanging))
        for face, file in zip(faces, files, strict=True)
    ]
    scripts = value.get("scripts", [])
    if not isinstance(scripts, list) or not all(isinstance(script, str) for script in scripts):
        report(
            BROKEN,
            span("scripts"),
            problem=Phrase('the scripts of {name} are not a list like ["Arab"]', name=name),
        )
        scripts = []
    if not isinstance(value.get("ascii", True), bool):
        report(BROKEN, span("ascii"), problem=Phrase("ascii of {name} is neither true nor false", name=name))
    return Family(
        name,
        _known("kind", texts.get("kind", KINDS[0]), KINDS, span, report) or KINDS[0],
        texts.get("licence", ""),
        f"{folder}/{texts.get('licence-file', 'OFL.txt')}",
        tuple(faces),
        tuple(scripts),
        ascii=value.get("ascii", True) is not False,
        span=span("faces"),
        right=right if right in RIGHTS else "",
        stand_in=_known("stand-in", texts.get("stand-in", ""), {*names} - {name}, span, report),
    )


def _known(key: str, word: str, words: Collection[str], span: Place, report: Report) -> str:
    """Return a word if it is empty or one of `words`; else report it (`fonts.syntax`) and return an empty one."""
    if not word or word in words:
        return word
    known = sorted(words)
    hint = nearest(word, known) or Phrase("there are {known}", known=", ".join(known))
    problem = (
        Phrase("there is no family {name!r}", name=word[:_LONGEST])
        if key == "stand-in"
        else Phrase("there is no {key} {name!r}", key=key, name=word[:_LONGEST])
    )
    report(BROKEN, span(key), hint=hint, problem=problem)
    return ""


def _is_name(name: str) -> bool:
    """Whether style sheets and fontconfig can write a name as it is, between other names."""
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.isprintable()
        and name == name.strip()
        and _SEPARATORS.isdisjoint(name)
    )


def _outside(value: Mapping[str, Any], folder: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the keys of a family's table whose paths lead out of the book's folder, and the paths."""
    written: list[tuple[tuple[str | int, ...], str, str]] = [(("folder",), folder, "")]
    written.append((("licence-file",), str(value.get("licence-file", "")), folder))
    for index, face in enumerate(value.get("faces", ())):
        written.append((("faces", index, "file"), str(face.get("file", "")), folder))
    for keys, path, inside in written:
        if path.startswith("/") or relative(FILE, f"{inside}/{path}").startswith("../"):
            yield keys, path
            if keys == ("folder",):  # all others follow from it
                return


_FEW = 5
_LONGEST, _LONGEST_NAME = 40, 100
_SEPARATORS = frozenset('"\\,;<>{}')


def _faces_of_name(name: str, described: Mapping[str, FontMetadata]) -> list[Face]:
    """Return the fonts of a family, one for each weight and style: that of normal width if there are several."""
    # 5 is the normal width (OpenType, OS/2, usWidthClass).
    found = sorted((abs(font.width - 5), file, font) for file, font in described.items() if font.is_of(name))
    faces: dict[tuple[int, str], Face] = {}
    for _, file, font in found:
        faces.setdefault((font.weight, font.style), Face(file, font.weight, font.style))
    return [faces[kind] for kind in sorted(faces, key=lambda kind: (kind[0], kind[1] != "normal"))]
