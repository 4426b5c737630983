"""A locale as a value: its CLDR data (from Babel), its settings and its words, read from its folder."""

from __future__ import annotations

import importlib
import importlib.util
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import babel
from babel.messages.pofile import read_po

from bookbuilder import discovery
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
from bookbuilder.world import World

UNKNOWN = Rule(
    "locale.unknown",
    "{tag!r} is not a locale that CLDR knows",
    "A locale is a BCP 47 tag such as de-DE or en-US: a language, and the region whose customs are meant.",
)

Catalog = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """A language with the customs of a region.

    `tag` is BCP 47 with its region (`de-DE`), `cldr` is Babel's locale, `settings` is the merged `locale.toml` of
    the region and the language, `catalog` maps (context, English message) to the words of this language.
    """

    tag: str
    cldr: babel.Locale
    settings: Mapping[str, Any]
    catalog: Catalog
    typography: Callable[[str], str]

    @property
    def language(self) -> str:
        """The language alone: `de`."""
        return str(self.cldr.language)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.cldr.text_direction)

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """Return the words of this language for an English message, its `{names}` filled."""
        words = self.catalog.get((context, message)) or message
        return words.format(**values) if values else words


def available() -> tuple[str, ...]:
    """Return the tags that have a folder: `de`, `en` …"""
    return tuple(name.replace("_", "-") for name in discovery.names(__package__) if not _is_module(name))


def load(tag: str, world: World, overrides: Mapping[str, str] | None = None) -> Locale:
    """Return the locale for a tag; a bare language gets the region that its folder (or CLDR) names.

    `overrides` are the book's own words: English message → words. Raises `BookbuilderError` (`locale.unknown`).
    """
    try:
        parsed = babel.Locale.parse(tag.replace("-", "_"))
    except (babel.UnknownLocaleError, ValueError):
        hint = nearest(tag, available())
        raise BookbuilderError(diagnostic(UNKNOWN, Span("book.toml"), hint=hint, tag=tag)) from None
    language = _settings(world, parsed.language)
    if parsed.territory is None and (region := language.get("region")):
        parsed = babel.Locale(parsed.language, territory=region, script=parsed.script)
    settings = _merged(language, _settings(world, str(parsed)))
    catalog: dict[tuple[str, str], str] = {}
    for folder in (parsed.language, str(parsed)):
        catalog |= _catalog(world, folder)
    catalog |= {("", message): words for message, words in (overrides or {}).items()}
    return Locale(str(parsed).replace("_", "-"), parsed, settings, catalog, _typography(parsed))


def messages(world: World) -> tuple[str, ...]:
    """Return every English message that the program says: those that some catalog translates, without a context."""
    folders = [tag.replace("-", "_") for tag in available()]
    return tuple(sorted({m for folder in folders for context, m in _catalog(world, folder) if not context}))


def _is_module(name: str) -> bool:
    spec = importlib.util.find_spec(f"{__package__}.{name}")
    return spec is not None and spec.submodule_search_locations is None


def _settings(world: World, folder: str) -> dict[str, Any]:
    name = f"package/locales/{folder}/locale.toml"
    if not world.asset_exists(name):
        return {}
    return tomllib.loads(world.read_asset(name).decode())


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


def _typography(locale: babel.Locale) -> Callable[[str], str]:
    for folder in (str(locale), locale.language):
        name = f"{__package__}.{folder}.typography"
        try:
            found = importlib.util.find_spec(name)
        except ModuleNotFoundError:
            continue
        if found is not None:
            function: Callable[[str], str] = importlib.import_module(name).typography
            return function
    return str
