"""Parses the brand of a house: each key of brand.toml, or of a _brand.yml in its shape, checked at its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bookbuilder import json_schema
from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Span, nearest
from bookbuilder.document.picture_files import read_picture
from bookbuilder.html.brand.brand import (
    DARK,
    FONTS,
    GROUNDS,
    LIGHT,
    ROLES,
    SIZES,
    TONES,
    Brand,
    BrandColour,
    Logo,
)
from bookbuilder.html.brand.brand_file import brand_table, is_brand_toml
from bookbuilder.html.token_types import colour
from bookbuilder.json_schema import Schema
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import TableRules, TomlLocation
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    map_of,
    nonempty_text,
    one_of,
    table,
    table_of,
)
from bookbuilder.world import OUTSIDE, Reader
from bookbuilder.world.series_folder import PREFIX, is_shared

UNKNOWN_KEY = Rule(
    "brand.key",
    "{table} has no key called {key!r}",
    "brand.toml knows a fixed set of keys, described in docs/themes.md. A key that is spelled otherwise changes nothing.",
)
BROKEN = Rule(
    "brand.value",
    "{problem}",
    "A colour of a brand is one of CSS or a name of its palette, a logo is the path of a picture in the folder of the book,"
    " and each may be a table of two: light and dark, for a light ground and for a dark one.",
)
REMOTE = Rule(
    "brand.remote",
    "the logo {path} is an address of the web, and a book loads nothing from there",
    "A book is made of the files in its folder, so that it looks the same tomorrow.",
)
RULES = TableRules(UNKNOWN_KEY, BROKEN, BROKEN, BROKEN, BROKEN)
_COLOUR = colour()
_BRAND: Mapping[str, ValueParser[object]] = {"name": nonempty_text}
_COVER: Mapping[str, ValueParser[object]] = {"tone": one_of(TONES)}
_FONT: Mapping[str, ValueParser[object]] = dict.fromkeys(FONTS, nonempty_text)
_PALETTE = map_of(nonempty_text)
_PICTURE: ValueParser[dict[str, str]] = table_of(
    {"path": nonempty_text, "alt": nonempty_text}, ("path",), dict, short="path"
)
_ADDRESS = re.compile("[A-Za-z][A-Za-z0-9+.-]*:|//")


def _kept(value: Any, _: TomlLocation) -> Any:
    return value


def read_brand(world: Reader, report: Report, wrong: Findings) -> Brand | None:
    """Return the brand of a book; None if it has none. Reports `brand.both`; `wrong` gets what keeps it from being used:
    `brand.*`, `image.*` and `path.*`."""
    file = brand_table(world, report, wrong)
    if file is None:
        return None
    top = file.top(wrong, RULES)
    tables = table(file.data, top, dict.fromkeys((*_KEYS, "fonts"), _kept)) or {}
    read = {
        name: table(tables[name], top.of(name), keys) or {} for name, keys in _KEYS.items() if name in tables
    }
    colours, palette = read.get("color", {}), _palette(read.get("color", {}), top)
    both = [
        (role, ground, BrandColour(value, spot.span))
        for role in ROLES
        if role in colours
        for ground, value, spot in _on_grounds(colours[role], top.of("color", role), palette)
    ]
    cover = read.get("cover", {})
    return Brand(
        {role: one for role, ground, one in both if ground == LIGHT},
        {role: one for role, ground, one in both if ground == DARK},
        {token: (name, top.of("font", token).span) for token, name in read.get("font", {}).items()},
        dict(
            _logos(read.get("logo", {}), read.get("brand", {}).get("name", ""), top.of("logo"), world, wrong)
        ),
        cover.get("tone", ""),
        top.of("cover", "tone").span,
        not is_brand_toml(file.path),
    )


# -- colours -----------------------------------------------------------------------------------------------------------


def _palette(colours: Mapping[str, Any], top: TomlLocation) -> dict[str, str]:
    """Return the colours of the palette by name. One may be the name of another one."""
    named = _PALETTE(colours["palette"], top.of("color", "palette")) if "palette" in colours else None
    found: dict[str, str] = {}
    for name in named or {}:
        value, seen = name, set[str]()
        while value in (named or {}) and value not in seen:
            seen.add(value)
            value = (named or {})[value]
        if _is_colour(value, top.of("color", "palette", name), ()):
            found[name] = value
    return found


def _on_grounds(
    value: Any, spot: TomlLocation, palette: Mapping[str, str]
) -> Iterator[tuple[str, str, TomlLocation]]:
    """Yield the ground, the colour and its location: of one colour, or of a table of two."""
    if value == {}:
        spot.report_value(
            value, 'a table has a colour for a light ground, for a dark one, or both: { light = "teal" }'
        )
    written = (
        table(value, spot, dict.fromkeys(GROUNDS, nonempty_text))
        if isinstance(value, dict)
        else {LIGHT: value}
    )
    for ground, name in (written or {}).items():
        inner = spot.of(ground) if isinstance(value, dict) else spot
        text = palette.get(name, name) if isinstance(name, str) else name
        if _is_colour(text, inner, palette):
            yield ground, text, inner


def _is_colour(value: Any, spot: TomlLocation, palette: Mapping[str, str] | tuple[()]) -> bool:
    if (problem := _COLOUR.problem(value)) is None:
        return True
    close = nearest(value, palette) if isinstance(value, str) else ""
    spot.report_value(value, close or problem.hint)
    return False


# -- logos -------------------------------------------------------------------------------------------------------------


def _logos(
    logos: Mapping[str, Any], name: str, spot: TomlLocation, world: Reader, wrong: Findings
) -> Iterator[tuple[tuple[str, str], Logo]]:
    """Yield the logos by size and ground. What stands for one in words is its `alt`, that of all, or the brand's name."""
    images, alt = logos.get("images", {}), logos.get("alt", name)
    for size in SIZES:
        if size not in logos:
            continue
        value, here = logos[size], spot.of(size)
        parted = isinstance(value, dict) and not value.keys().isdisjoint(GROUNDS)
        written = table(value, here, dict.fromkeys(GROUNDS, _kept)) if parted else {LIGHT: value}
        for ground, one in (written or {}).items():
            place = here.of(ground) if parted else here
            picture = images.get(one) if isinstance(one, str) else None
            if not isinstance(one, str | dict):
                nonempty_text(one, place)  # says that it is no text
                continue
            found = picture or _PICTURE(one, place)
            if found and (logo := _logo(found["path"], found.get("alt", alt), place.span, world, wrong)):
                yield (size, ground), logo


def _logo(path: str, alt: str, span: Span, world: Reader, wrong: Findings) -> Logo | None:
    if _ADDRESS.match(path):
        hint = "copy the picture into the book's folder, and write its path"
        wrong(REMOTE, span, path=path, hint=hint)
        return None
    if span.path.startswith(PREFIX):  # the brand of a series has its pictures there
        path = PREFIX + path
        if not is_shared(path):
            hint = Phrase("put it into the folder {folder} beside {file}", folder="logo", file=span.path)
            wrong(OUTSIDE, span, path=path, hint=hint)
            return None
        try:
            world.exists(path)
        except BookbuilderError as error:  # a link
            wrong.extend(error.diagnostics)
            return None
    picture = read_picture(world, path, span, wrong)
    return None if picture is None else Logo(path, alt, hashlib.sha256(picture.data).hexdigest(), span)


_EITHER_LOGO = json_schema.either(
    _PICTURE.schema, json_schema.closed_table(dict.fromkeys(GROUNDS, _PICTURE.schema))
)
_EITHER_COLOUR = json_schema.either(
    nonempty_text.schema, json_schema.closed_table(dict.fromkeys(GROUNDS, nonempty_text.schema))
)
_KEYS: Mapping[str, Mapping[str, ValueParser[Any]]] = {
    "brand": _BRAND,
    "logo": {
        **dict.fromkeys(SIZES, ValueParser(_kept, _EITHER_LOGO)),
        "alt": nonempty_text,
        "images": map_of(_PICTURE),
    },
    "color": {
        **dict.fromkeys(ROLES, ValueParser(_kept, _EITHER_COLOUR)),
        "palette": ValueParser(_kept, _PALETTE.schema),
    },
    "cover": _COVER,
    "font": _FONT,
}
"""The tables of brand.toml, besides those of fonts."""


def brand_schema(meanings: Mapping[str, str]) -> Schema:
    """Return the schema of brand.toml; `meanings` say what the keys mean."""

    def described(name: str, keys: Mapping[str, ValueParser[Any]]) -> Schema:
        return json_schema.closed_table(
            {key: {**kind.schema, "description": meanings[f"{name}.{key}"]} for key, kind in keys.items()}
        )

    tables = {name: described(name, keys) for name, keys in _KEYS.items()}
    fonts = {**json_schema.free_table({"type": "object"}), "description": meanings["fonts.name.…"]}
    return json_schema.closed_table({**tables, "fonts": fonts})
