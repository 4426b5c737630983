"""Optional fonts for further scripts: finds them in a folder, checks them, and prepares them for a book's `fonts/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.font_scripts import script_or_symbol
from bookbuilder.locales.scripts import script_of, unicode_scripts
from bookbuilder.world import Reader

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ABSENT = Rule(
    "fonts.absent",
    "{folder} has no face of {name} with the weight {weight}",
    "A family is copied with regular and bold, or bold would print as regular without a word. Static faces are looked"
    " for, one weight a file (.ttf, .otf), or a collection of them (.ttc).",
)
LACKING = Rule(
    "fonts.lacking",
    "{file} lacks characters that the script needs: {characters}",
    "The file was cut down, or is meant for another script. Take the whole family.",
)
UNLICENSED = Rule(
    "fonts.licence",
    "{folder} has no text of the licence of {name}",
    "A licence such as the OFL must be copied along with the font: wherever the font goes, its text goes.",
)

LICENCES = ("OFL", "LICENSE_FONT", "LICENSE", "LICENCE", "COPYRIGHT")
"""File names of licence texts, without extension, in order of preference."""


@dataclass(frozen=True, slots=True)
class OptionalFont:
    """A family in `fonts/optional.toml`."""

    key: str
    locales: tuple[str, ...]
    name: str
    names: tuple[str, ...]
    kind: str
    licence: str
    scripts: tuple[str, ...]
    ascii: bool
    weights: tuple[int, ...]
    needs: str
    get: tuple[str, ...]
    verified: tuple[str, ...] = ()


def optional_fonts(world: Reader) -> tuple[OptionalFont, ...]:
    """Return all optional fonts."""
    tables = tomllib.loads(world.read_asset("fonts/optional.toml").decode())
    return tuple(_offer(key, table) for key, table in tables.items())


def verified_files(world: Reader) -> frozenset[str]:
    """Return the SHA-256 of files of optional fonts that `font_check` has found nothing wrong with."""
    return frozenset(digest for offer in optional_fonts(world) for digest in offer.verified)


def _offer(key: str, value: Mapping[str, Any]) -> OptionalFont:
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in value.items()}
    return OptionalFont(key=key, **values)


def offer_for(language: str, world: Reader) -> OptionalFont | None:
    """Return the optional font of this name, or else the first one for the script of a language.

    >>> from pathlib import Path
    >>> from bookbuilder.world import World
    >>> [one and one.key for one in (offer_for(tag, World(Path())) for tag in ("ja-sans", "mai", "yue", "ta"))]
    ['noto-sans-jp', 'noto-serif-devanagari', 'noto-serif-tc', None]
    """
    offers = optional_fonts(world)
    script = script_of(language)
    by_name = (one for one in offers if language in one.locales)
    return next(by_name, None) or next((one for one in offers if script in one.scripts), None)


REPERTOIRES = {"Jpan": "euc_jis_2004", "Hans": "gb2312", "Hant": "big5hkscs", "Kore": "euc_kr"}
"""The minimal character sets of fonts for ideographs."""


def suggest_font(characters: Sequence[str], language: str, world: Reader) -> OptionalFont | None:
    """Return the optional font for characters of one script: the one that has most of them, then that of the book's
    language."""
    result = [
        offer
        for offer in optional_fonts(world)
        if script_or_symbol(characters[0]) in unicode_scripts(offer.scripts)
    ]

    def rank(offer: OptionalFont) -> tuple[int, bool]:
        codec = REPERTOIRES.get(offer.scripts[0], "utf-8")
        return sum(_encodes(codec, character) for character in characters), language in offer.locales

    return max(result, key=rank, default=None)


def _encodes(codec: str, character: str) -> bool:
    try:
        return bool(character.encode(codec))
    except UnicodeEncodeError:
        return False


def font_files(
    offer: OptionalFont, source: Reader, licence: bytes | None, book: Reader, report: Report
) -> dict[str, dict[str, bytes]] | None:
    """Return the files to add to a book's `fonts/`, as `World.publish` takes them: a folder, and fonts.toml with the family.

    `source` is the folder with the family, `licence` its text if not in there. Reports `fonts.absent`, `fonts.lacking`,
    `fonts.licence`, and returns None if the folder is unsuitable.
    """
    faces = dict(_faces(offer, source))
    licence = licence or _licence(source)
    folder = str(source.root)
    fine = True
    for weight in offer.weights:
        if weight not in faces:
            report(ABSENT, Span("fonts/fonts.toml"), folder=folder, name=offer.name, weight=weight)
            fine = False
        elif lacking := _lacking(faces[weight], offer.needs):
            report(LACKING, Span("fonts/fonts.toml"), file=f"{offer.name} {weight}", characters=lacking)
            fine = False
    if licence is None:
        hint = "put it beside the fonts as OFL.txt, or say --licence FILE"
        report(UNLICENSED, Span("fonts/fonts.toml"), folder=folder, name=offer.name, hint=hint)
    if not fine or licence is None:
        return None
    names = {w: f"{offer.name.replace(' ', '')}-{w}.{_ending(faces[w])}" for w in offer.weights}
    files = {names[weight]: faces[weight] for weight in offer.weights} | {"OFL.txt": licence}
    return {offer.key: files, "fonts.toml": {"": _declared(offer, names, book).encode()}}


def _faces(offer: OptionalFont, source: Reader) -> Iterator[tuple[int, bytes]]:
    """Yield weight and file of a family's upright static faces."""
    from bookbuilder.html.font_file import MISTAKES

    # Of several files with one weight the last one counts: the first by name.
    for path in reversed(source.files(".")):
        if path.lower().endswith((".ttf", ".otf", ".ttc", ".otc")):
            try:
                yield from _read(offer, source.read(path))
            except MISTAKES:
                continue


def _read(offer: OptionalFont, data: bytes) -> Iterator[tuple[int, bytes]]:
    from fontTools.ttLib import TTCollection, TTFont

    collection = data.startswith(b"ttcf")
    fonts = TTCollection(BytesIO(data), lazy=True).fonts if collection else [TTFont(BytesIO(data), lazy=True)]
    for font in fonts:
        names = {str(font["name"].getDebugName(number)) for number in (1, 16)}
        weight, upright = int(font["OS/2"].usWeightClass), not font["OS/2"].fsSelection & 1
        if names & set(offer.names) and weight in offer.weights and upright and "fvar" not in font:
            yield weight, _alone(font, offer) if collection or offer.name not in names else data


def _alone(font: TTFont, offer: OptionalFont) -> bytes:
    """Return a font, also one of a collection, as a single file that is named as in fonts.toml."""
    for record in font["name"].names:
        if str(record) in offer.names and record.nameID in (1, 16):
            record.string = offer.name
    # Else fontTools would write the time of the command into the file.
    font.recalcTimestamp = False
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _lacking(data: bytes, needs: str) -> str:
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(data), lazy=True) as font:
        there = font.getBestCmap()
    return "".join(character for character in needs if ord(character) not in there)


def _licence(source: Reader) -> bytes | None:
    """Return the text of the licence, from the folder or one below."""
    paths = [
        path for path in source.files(".") if not path.lower().endswith((".ttf", ".otf", ".ttc", ".otc"))
    ]
    for name in LICENCES:
        for path in paths:
            if path.rpartition("/")[2].split(".")[0].upper() == name:
                return source.read(path)
    return None


def _ending(data: bytes) -> str:
    return "otf" if data.startswith(b"OTTO") else "ttf"


def _declared(offer: OptionalFont, names: Mapping[int, str], book: Reader) -> str:
    """Return the book's fonts.toml with the family added; the rest is unchanged."""
    import tomlkit

    text = book.text("fonts/fonts.toml") if book.exists("fonts/fonts.toml") else ""
    document = tomlkit.parse(text)
    table = tomlkit.table()
    for key, value in (
        ("name", offer.name), ("folder", offer.key), ("kind", offer.kind), ("licence", offer.licence),
        ("licence-file", "OFL.txt"), ("embedding", "installable"), ("scripts", list(offer.scripts)),
        ("ascii", offer.ascii),
    ):  # fmt: skip
        table[key] = value
    faces = tomlkit.array().multiline(multiline=True)
    for weight, file in names.items():
        face = tomlkit.inline_table()
        face.update({"file": file, "weight": weight, "style": "normal"})
        faces.append(face)
    table["faces"] = faces
    document[offer.key] = table
    return tomlkit.dumps(document)
