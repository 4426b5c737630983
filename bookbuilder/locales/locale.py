"""A locale as a value: its CLDR data (from Babel), its settings and its words, read from its folder."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import babel
from babel.core import get_global, parse_locale
from babel.messages.pofile import read_po

from bookbuilder import discovery
from bookbuilder.diagnostics import BookbuilderError, Rule, Severity, Span, diagnostic, nearest
from bookbuilder.locales.typography import Typography, typography
from bookbuilder.world import World

UNKNOWN = Rule(
    "locale.unknown",
    "{tag!r} is not a locale that CLDR knows",
    "A locale is a BCP 47 tag such as de-DE or en-US: a language, and the region whose customs are meant.",
)

PARTIAL = Rule(
    "locale.partial",
    "{tag} is made from CLDR alone in part: {missing}",
    "Any locale of CLDR can be built. What CLDR does not know (everyday words for currencies, numbers spelled out, fixed"
    " spaces) stands in a folder of the program for each language; the manual says how to add one.",
    Severity.NOTICE,
)

Catalog = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """A language with the customs of a region.

    `tag` is BCP 47 with its region (`de-DE`), `cldr` is Babel's locale, `settings` is the merged `locale.toml` of
    the region and the language, `extra` what CLDR knows and Babel does not (`cldr_extra.json`), `catalog` maps
    (context, English message) to the words of this language. `missing` says what the program has no data for.
    `typography` sets its text, and `foreign` gives that of another language by its tag.
    """

    tag: str
    cldr: babel.Locale = field(repr=False)
    settings: Mapping[str, Any] = field(repr=False)
    catalog: Catalog = field(repr=False)
    typography: Typography = field(repr=False)
    foreign: Callable[[str], Typography] = field(repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = field(default=(), repr=False)

    @property
    def language(self) -> str:
        """The language alone: `de`."""
        return str(self.cldr.language)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.cldr.text_direction)

    @property
    def script(self) -> str:
        """The script (ISO 15924): `Latn`, `Arab`, `Jpan`; that in which the language is mostly written (CLDR)."""
        if self.cldr.script:
            return str(self.cldr.script)
        known = get_global("likely_subtags")
        found = known.get(str(self.cldr)) or known.get(self.language) or ""
        return (parse_locale(found)[2] if found else None) or "Latn"

    def figures(self, number: object) -> str:
        """Return a whole number in the figures of the locale, without groups: page 12 is `١٢` in Egypt."""
        usual = str(self.settings.get("numbers", {}).get("system", self.cldr.default_numbering_system))
        digits = self.extra.get("digits", {}).get(usual)
        return str(number).translate(dict(zip(map(ord, "0123456789"), digits))) if digits else str(number)

    @property
    def home_currency(self) -> str:
        """The currency that readers count in: that of the settings, else that of the region (ISO 4217, from CLDR).

        Empty where CLDR names none, as for a language without a region.
        """
        said = self.settings.get("home_currency")
        if said:
            return str(said)
        known = get_global("territory_currencies").get(self.cldr.territory or "", ())
        return next((str(code) for code, _, end, tender in reversed(known) if tender and end is None), "")

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """Return the words of this language for an English message, its `{names}` filled; numbers in its figures."""
        words = self.catalog.get((context, message)) or message
        filled = {k: self.figures(v) if isinstance(v, int) else v for k, v in values.items()}
        return words.format(**filled) if filled else words


def direction(tag: str) -> str:
    """Return the direction of a language by its tag, `ltr` or `rtl`; `ltr` for one that CLDR does not know."""
    try:
        return str(babel.Locale.parse(tag.replace("-", "_")).text_direction)
    except (babel.UnknownLocaleError, ValueError):
        return "ltr"


def available() -> tuple[str, ...]:
    """Return the tags that have a folder: `de`, `en` …"""
    return tuple(name.replace("_", "-") for name in discovery.names(__package__) if not _is_module(name))


def load(
    tag: str, world: World, overrides: Mapping[str, str] | None = None, home_currency: str = ""
) -> Locale:
    """Return the locale for a tag; a bare language gets the region that its folder (or CLDR) names.

    `overrides` are the book's own words: English message → words. `home_currency` is the book's own choice of the
    currency that its readers count in. Raises `BookbuilderError` (`locale.unknown`).
    """
    try:
        parsed = babel.Locale.parse(tag.replace("-", "_"))
    except (babel.UnknownLocaleError, ValueError):
        hint = nearest(tag, available())
        raise BookbuilderError(diagnostic(UNKNOWN, Span("book.toml"), hint=hint, tag=tag)) from None
    language = _table(world, parsed.language, "locale")
    if parsed.territory is None and (region := language.get("region") or _likely(parsed)):
        parsed = _in(parsed, region)
    settings, extra, catalog = language, _extra(world), _catalog(world, parsed.language)
    known = extra["locales"]
    data = {key: value for key, value in extra.items() if key != "locales"} | known["und"]
    for folder in _chain(parsed):
        data = _merged(data, known.get(folder, {}))
        if folder != parsed.language:
            settings = _merged(settings, _table(world, folder, "locale"))
            catalog = {**catalog, **_catalog(world, folder)}
    missing = _missing(world, parsed.language, bool(language))
    catalog = {**catalog, **{("", message): words for message, words in (overrides or {}).items()}}
    if home_currency:
        settings = settings | {"home_currency": home_currency}
    name = str(parsed).replace("_", "-")
    own = _typography(world, parsed)
    return Locale(name, parsed, settings, catalog, own, _foreign(world, {parsed: own}), data, missing)


def _in(locale: babel.Locale, region: str) -> babel.Locale:
    """Return a language with a region; CLDR has no data for some of its own pairs (`no` in Norway is `nb`)."""
    try:
        return babel.Locale.parse("_".join(filter(None, (locale.language, locale.script, region))))
    except babel.UnknownLocaleError:
        return locale


def _likely(locale: babel.Locale) -> str | None:
    """Return the region where a language is mostly spoken (CLDR, likely subtags)."""
    found = get_global("likely_subtags").get(str(locale))
    return parse_locale(found)[1] if found else None


def _chain(locale: babel.Locale) -> tuple[str, ...]:
    """Return the names under which data of a locale may stand, the most general first: `zh`, `zh_Hans`, `zh_CN` …"""
    parts = (locale.language, locale.script, locale.territory)
    names = [parts[:1], (parts[0], parts[1]), (parts[0], parts[2]), parts]
    found = ["_".join(part for part in name if part) for name in names]
    return tuple(dict.fromkeys([*found, str(locale)]))


def _missing(world: World, language: str, settings: bool) -> tuple[str, ...]:
    """Return what falls back to CLDR, in words for the author; of missing words tells the check of words."""
    has_typography = world.asset_exists(f"package/locales/{language}/typography.toml")
    parts = {
        "amounts have the official names of currencies, 'about' is ≈, no number is spelled out": settings,
        "no spaces are fixed": has_typography,
    }
    return tuple(words for words, there in parts.items() if not there)


def messages(world: World) -> tuple[str, ...]:
    """Return every English message that the program says: those that some catalog translates, without a context."""
    folders = [tag.replace("-", "_") for tag in available()]
    return tuple(sorted({m for folder in folders for context, m in _catalog(world, folder) if not context}))


def _is_module(name: str) -> bool:
    spec = importlib.util.find_spec(f"{__package__}.{name}")
    return spec is not None and spec.submodule_search_locations is None


def _table(world: World, folder: str, name: str) -> dict[str, Any]:
    path = f"package/locales/{folder}/{name}.toml"
    if not world.asset_exists(path):
        return {}
    return tomllib.loads(world.read_asset(path).decode())


def _extra(world: World) -> dict[str, Any]:
    """Return what CLDR knows and Babel does not; see scripts/cldr_extra.py."""
    data = world.read_asset("package/locales/cldr_extra.json")
    found: dict[str, Any] = json.loads(data)
    return found


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _catalog(world: World, folder: str) -> dict[tuple[str, str], str]:
    name = f"package/locales/{folder}/messages.po"
    if not world.asset_exists(name):
        return {}
    found = read_po(BytesIO(world.read_asset(name)))
    return {(m.context or "", str(m.id)): str(m.string) for m in found if m.id and m.string and not m.fuzzy}


def _typography(world: World, cldr: babel.Locale) -> Typography:
    data: dict[str, Any] = {}
    for folder in _chain(cldr):
        data = _merged(data, _table(world, folder, "typography"))
    return typography(data, cldr)


def _foreign(world: World, known: dict[babel.Locale, Typography]) -> Callable[[str], Typography]:
    """Return the function from the tag of a language to its typography; one that CLDR does not know has none."""

    def foreign(tag: str) -> Typography:
        try:
            cldr = babel.Locale.parse(tag.replace("-", "_"))
        except (babel.UnknownLocaleError, ValueError):
            return Typography()
        if cldr not in known:
            (first,) = tuple(known)[:1]
            same = first.language == cldr.language and cldr.territory is None
            known[cldr] = known[first] if same else _typography(world, cldr)
        return known[cldr]

    return foreign
