"""A locale as a value: its CLDR data (from Babel), settings, typography and catalog, read from its folder."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import babel
from babel.core import get_global, parse_locale
from babel.localedata import locale_identifiers

from bookbuilder import discovery
from bookbuilder.diagnostics import BookbuilderError, Rule, Severity, Span, diagnostic, nearest
from bookbuilder.locales import message_catalog as catalogs
from bookbuilder.locales.abbreviation_table import abbreviations
from bookbuilder.locales.common_word_list import common_words
from bookbuilder.locales.counter_styles import counter_style
from bookbuilder.locales.message_catalog import Catalog, Message, OwnWords
from bookbuilder.locales.private_use import base_tag, is_easy, private_use
from bookbuilder.locales.pseudo_locales import BASE, PSEUDO, Pseudo
from bookbuilder.locales.regional_letters import letters_of, replace_letters
from bookbuilder.locales.rtl_marks import leftward_fields
from bookbuilder.locales.scripts import script_of
from bookbuilder.locales.typography_rules import Typography, typography
from bookbuilder.phrases import Phrase
from bookbuilder.world import Assets

UNKNOWN = Rule(
    "locale.unknown",
    "{tag!r} is not a locale that CLDR knows",
    "A locale is a BCP 47 tag such as de-DE or en-US: a language, and the region whose customs are meant.",
)

PARTIAL = Rule(
    "locale.partial",
    "{tag} is partly made from CLDR alone: {missing}",
    "Any locale of CLDR can be built. What CLDR does not know (everyday words for currencies, numbers spelled out, fixed"
    " spaces) stands in a folder of the program for each language; the manual says how to add one. Words and hyphenation"
    " come from the nearest language that CLDR names.",
    Severity.NOTICE,
)

AbbreviationsOf = Callable[[str], Iterable[Mapping[str, str]]]
"""Gives the book's own abbreviations for a tag: abbreviation → words, empty for one that is not expanded."""


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """A language with the customs of a region.

    `tag` is BCP 47 with its region (`de-DE`, `de-DE-x-leicht`), `cldr` is Babel's locale, `settings` is the merged
    `locale.toml` of region and language, `extra` is CLDR data that Babel lacks (`cldr_extra.json`), `catalog` has the
    messages of the language. `typography` sets its text, and `foreign` gives the typography of another language by its
    tag. `pseudo` makes English look foreign (`en-XA`, `ar-XB`). `compounds` says how the parts of long words are
    joined, where their author has parted them (empty: as they are written). `key` is a hash of what the locale was
    made from, or empty. `stand_ins` are what the program's words have in place of characters that no font of a book
    has.
    """

    tag: str
    cldr: babel.Locale = field(repr=False)
    settings: Mapping[str, Any] = field(repr=False)
    catalog: Catalog = field(repr=False)
    typography: Typography = field(repr=False)
    foreign: Callable[[str], Typography] = field(repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    pseudo: Pseudo | None = field(default=None, repr=False)
    key: str = field(default="", repr=False)
    stand_ins: Mapping[str, str] = field(default_factory=dict, repr=False)
    compounds: str = ""

    @property
    def language(self) -> str:
        """The language alone: `de`."""
        return str(self.cldr.language)

    @property
    def is_easy(self) -> bool:
        """Whether its texts are in easy language."""
        return is_easy(self.tag)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.pseudo.direction if self.pseudo else str(self.cldr.text_direction)

    @property
    def script(self) -> str:
        """The script (ISO 15924): `Latn`, `Arab`, `Jpan`; that in which the language is usually written (CLDR)."""
        return script_of(str(self.cldr))

    def figures(self, number: object) -> str:
        """Return an integer in the locale's digits, without grouping: page 12 is `١٢` in Egypt."""
        digits = self.extra.get("digits", {}).get(self._numbering_system)
        return str(number).translate(dict(zip(map(ord, "0123456789"), digits))) if digits else str(number)

    def parted_figures(self, *numbers: int) -> str:
        """Return a number of several parts, such as that of section 2.1. Between Arabic digits a full stop looks like their
        zero (١.١ as 101), so these are parted by a hyphen."""
        parted = "-" if self._numbering_system in ("arab", "arabext") else "."
        return parted.join(map(self.figures, numbers))

    @property
    def _numbering_system(self) -> str:
        return str(self.settings.get("numbers", {}).get("system", self.cldr.default_numbering_system))

    @property
    def counter_style(self) -> str:
        """The counter style of CSS that counts in the locale's digits."""
        return counter_style(self._numbering_system)

    @property
    def home_currency(self) -> str:
        """The currency of the readers: from the settings, else that of the region (ISO 4217, from CLDR).

        Empty where CLDR names none, as for a language without a region.
        """
        setting = self.settings.get("home_currency")
        if setting:
            return str(setting)
        currencies = get_global("territory_currencies").get(self.cldr.territory or "", ())
        return next(
            (str(code) for code, _, end, tender in reversed(currencies) if tender and end is None), ""
        )

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """Return the translation of an English message, its `{names}` filled.

        `context` tells two meanings of one message apart. `scripts/messages.py` finds the calls, so both are literals.
        """
        return self._filled(Message(message, context=context), message, 1, values)

    def say_many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the translation for a number of things, by the plural rules of the language (gettext's `ngettext`)."""
        return self._filled(Message(one, many), one if number == 1 else many, number, values)

    def say_around(self, message: str, field: str, /, **values: object) -> tuple[str, str]:
        """Return the words before and after a field that is filled with more than text: a link, a fact."""
        before, _, behind = self.say(message, **{field: _GAP, **values}).partition(_GAP)
        return before, behind

    def shown(self, text: str) -> str:
        """Return a formatted number, date or amount as printed: a pseudo-locale changes its words as well."""
        text = self._in_fonts(text)
        return self.pseudo.letters(text) if self.pseudo else text

    def _in_fonts(self, text: str) -> str:
        return "".join(self.stand_ins.get(sign, sign) for sign in text) if self.stand_ins else text

    def _filled(self, message: Message, english: str, number: int, values: Mapping[str, object]) -> str:
        said = self.catalog.said(message, number)
        if said is None and self.direction == "rtl" and not self.pseudo:
            english = leftward_fields(english)
        words = replace_letters(said or english, letters_of(self.settings))
        words = self._in_fonts(words)
        if self.pseudo:
            words = self.pseudo(words, fields=bool(values))
        filled = {k: self.figures(v) if isinstance(v, int) else v for k, v in values.items()}
        return words.format(**filled) if filled else words


def cldr_locale(tag: str) -> babel.Locale:
    """Return Babel's locale for a tag, without what stands in it for private use. Raises Babel's errors."""
    return babel.Locale.parse(base_tag(tag).replace("-", "_"))


def direction(tag: str) -> str:
    """Return the direction of a language, `ltr` or `rtl`; `ltr` for an unknown one."""
    try:
        return str(cldr_locale(tag).text_direction)
    except (babel.UnknownLocaleError, ValueError):
        return "ltr"


_GAP = "\x00"
"""Stands for the field that `say_around` leaves out."""


def available() -> tuple[str, ...]:
    """Return the tags with a folder: `de`, `en` …"""
    return tuple(name.replace("_", "-") for name in discovery.names(__package__) if not _is_module(name))


def is_language(tag: str) -> bool:
    """Whether CLDR knows a tag: `de`, `en-GB`, `zh-Hant`."""
    try:
        cldr_locale(tag)
    except (babel.UnknownLocaleError, ValueError, TypeError, AttributeError):
        return False
    return True


@cache  # for each of 430 other codes Babel goes through the names of all its thousand files
def languages() -> tuple[str, ...]:
    """Return the languages that a tag of `is_language` may begin with, in small letters: those of CLDR and their other
    codes (`de`, `deu`, `ger`)."""
    begun = {identifier.partition("_")[0] for identifier in locale_identifiers()}
    others = {str(code) for code in get_global("language_aliases")}
    codes = {code for code in others - begun if "_" not in code and code.islower() and is_language(code)}
    return tuple(sorted(begun | codes | {"root", "und"}))


def load(
    tag: str,
    world: Assets,
    overrides: Mapping[str, OwnWords] | None = None,
    home_currency: str = "",
    own_abbreviations: AbbreviationsOf = lambda tag: (),
) -> Locale:
    """Return the locale for a tag; a bare language gets the region that its folder (or CLDR) names.

    A pseudo-locale (`en-XA`, `ar-XB`) has the customs of American English. `overrides` are the book's own words by
    English message, `home_currency` is the book's choice of the readers' currency, `own_abbreviations` gives its
    abbreviations for a tag. Raises `BookbuilderError` (`locale.unknown`).
    """
    pseudo, parsed = PSEUDO.get(tag), _parsed(tag)
    language = _table(world, parsed.language, "locale")
    if parsed.territory is None and (region := language.get("region") or _likely(parsed)):
        parsed = _in(parsed, region)
    settings, extra = language, _extra(world)
    extra_by_locale = extra["locales"]
    data = {key: value for key, value in extra.items() if key != "locales"} | extra_by_locale["und"]
    for folder in _chain(parsed):
        data = _merged(data, extra_by_locale.get(folder, {}))
        if folder != parsed.language:
            settings = _merged(settings, _table(world, folder, "locale"))
    words = catalogs.chain_catalogs(filter(None, (_words(world, folder) for folder in _speaking(parsed))))
    lender = word_lender(tag)
    borrowed = catalogs.chain_catalogs(filter(None, [_words(world, lender)] if lender else ()))
    catalog = Catalog(words, dict(overrides or {}), parsed.plural_form, borrowed)
    if home_currency:
        settings = settings | {"home_currency": home_currency}
    own = "-".join(filter(None, (str(parsed).replace("_", "-"), private_use(tag))))
    name = pseudo.tag if pseudo else own
    own_typography = _typography(world, parsed, own_abbreviations, letters_of(settings))
    foreign = _foreign(world, {parsed: own_typography}, own_abbreviations)
    return Locale(name, parsed, settings, catalog, own_typography, foreign, data, pseudo)


def word_lender(tag: str) -> str:
    """Return the language whose words the program says in a locale that has none of its own: the nearest one that its
    readers understand; empty if there is none, so that it says them in English."""
    parsed = _parsed(tag)
    known = tuple(name for name in available() if "-" not in name)
    if tag in PSEUDO or parsed.language in known:
        return ""
    from bookbuilder.locales.nearest_language import nearest_language  # loads ICU: few books need it here

    return nearest_language(str(parsed).replace("_", "-"), known)


def missing(tag: str, world: Assets) -> tuple[str, ...]:
    """Return what falls back to CLDR or is borrowed from another language in a locale, in words for the author. Raises
    `BookbuilderError` (`locale.unknown`)."""
    parsed = _parsed(tag)
    language = parsed.language
    parts = _missing(world, language, bool(_table(world, language, "locale")))
    return (*parts, *_borrowed(parsed)) if parts else ()


HYPHENATED = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor"})
"""Scripts in which words are divided at the end of a line as a rule."""


def _borrowed(locale: babel.Locale) -> Iterator[str]:
    from bookbuilder.locales.hyphenator import pattern_language

    tag = str(locale).replace("_", "-")
    if lender := word_lender(tag):
        yield f"what the program says is in {language_name(lender)}"
    patterns = pattern_language(tag)
    if patterns and patterns.partition("-")[0] != locale.language:
        yield f"words are hyphenated as in {language_name(patterns)}"
    elif not patterns and script_of(tag) in HYPHENATED:
        yield "words are not hyphenated"


def language_name(tag: str) -> str:
    """Return the English name of a language: `Spanish`."""
    return str(cldr_locale(tag).get_language_name("en") or tag)


def _parsed(tag: str) -> babel.Locale:
    try:
        return cldr_locale(BASE if tag in PSEUDO else tag)
    except (babel.UnknownLocaleError, ValueError):
        hint = nearest(tag, available())
        raise BookbuilderError(diagnostic(UNKNOWN, Span("book.toml"), hint=hint, tag=tag)) from None


def _in(locale: babel.Locale, region: str) -> babel.Locale:
    """Return a language with a region; CLDR lacks some of its own pairs (`no` in Norway is `nb`)."""
    try:
        return babel.Locale.parse("_".join(filter(None, (locale.language, locale.script, region))))
    except babel.UnknownLocaleError:
        return locale


def _likely(locale: babel.Locale) -> str | None:
    """Return the region where a language is mainly spoken (CLDR, likely subtags)."""
    result = get_global("likely_subtags").get(str(locale))
    return parse_locale(result)[1] if result else None


def _chain(locale: babel.Locale) -> tuple[str, ...]:
    """Return the names under which data of a locale may be stored, the most general first: `zh`, `zh_Hans`, `zh_CN` …"""
    parts = (locale.language, locale.script, locale.territory)
    names = [parts[:1], (parts[0], parts[1]), (parts[0], parts[2]), parts]
    result = ["_".join(part for part in name if part) for name in names]
    return tuple(dict.fromkeys([*result, str(locale)]))


def _missing(world: Assets, language: str, settings: bool) -> tuple[str, ...]:
    """Return what falls back to CLDR, in words for the author; missing messages are left to the check of words."""
    has_typography = world.asset_exists(f"package/locales/{language}/typography.toml")
    parts = {
        Phrase(
            "amounts have the official names of currencies, 'about' is ≈, no number is spelled out"
        ): settings,
        Phrase("no spaces are fixed"): has_typography,
    }
    return tuple(words for words, there in parts.items() if not there)


def messages(world: Assets) -> tuple[Message, ...]:
    """Return all messages of the program."""
    if world.asset_exists(f"package/locales/{catalogs.LIST}"):
        return catalogs.unpacked(world.read_asset(f"package/locales/{catalogs.LIST}"))
    return catalogs.messages(world.read_asset(f"package/locales/{catalogs.TEMPLATE}"))


def _speaking(locale: babel.Locale) -> tuple[str, ...]:
    """Return the folders whose catalogs apply, the nearest first: not that of `zh` for Chinese in another script."""
    likely = get_global("likely_subtags").get(locale.language)
    usual = parse_locale(likely)[2] if likely else None
    other = bool(locale.script and usual and locale.script != usual)
    return tuple(folder for folder in reversed(_chain(locale)) if not (other and folder == locale.language))


def _words(world: Assets, folder: str) -> bytes:
    """Return the compiled catalog of a folder, empty if it has none: from the wheel, or compiled from its source."""
    name = f"package/locales/{folder}/messages"
    if world.asset_exists(f"{name}.mo"):
        return world.read_asset(f"{name}.mo")
    return (
        catalogs.compile_catalog(world.read_asset(f"{name}.po")) if world.asset_exists(f"{name}.po") else b""
    )


def _is_module(name: str) -> bool:
    spec = importlib.util.find_spec(f"{__package__}.{name}")
    return spec is not None and spec.submodule_search_locations is None


def _table(world: Assets, folder: str, name: str) -> dict[str, Any]:
    path = f"package/locales/{folder}/{name}.toml"
    if not world.asset_exists(path):
        return {}
    return _toml(world.read_asset(path))


@lru_cache(maxsize=128)  # a book reads about ten of them, several times
def _toml(data: bytes) -> dict[str, Any]:
    """Return a shipped table; cached, so it must not be modified."""
    return tomllib.loads(data.decode())


def _extra(world: Assets) -> dict[str, Any]:
    """Return CLDR data that Babel lacks; see scripts/cldr_extra.py."""
    return _json(world.read_asset("package/locales/cldr_extra.json"))


@lru_cache(maxsize=1)
def _json(data: bytes) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(data)
    return result


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _typography(
    world: Assets, cldr: babel.Locale, own_abbreviations: AbbreviationsOf, letters: Mapping[str, str]
) -> Typography:
    data: dict[str, Any] = {}
    short: dict[str, Any] = {}
    for folder in _chain(cldr):
        data = _merged(data, _table(world, folder, "typography"))
        short = _merged(short, _table(world, folder, "abbreviations"))
    own_tables = own_abbreviations(str(cldr).replace("_", "-"))
    if letters:  # both sides: the text in which they are looked for has been changed as well
        short, own_tables = _respelled(short, letters), [_respelled(table, letters) for table in own_tables]
    common = common_words(cldr.language, world)
    return typography(data, cldr, abbreviations(short, cldr, own_tables), common)


def _respelled(data: Any, letters: Mapping[str, str]) -> Any:
    """Return data with a region's letters in all its texts and keys."""
    if isinstance(data, Mapping):
        return {replace_letters(key, letters): _respelled(value, letters) for key, value in data.items()}
    if isinstance(data, list):
        return [_respelled(value, letters) for value in data]
    return replace_letters(data, letters) if isinstance(data, str) else data


def _foreign(
    world: Assets, typographies: dict[babel.Locale, Typography], own_abbreviations: AbbreviationsOf
) -> Callable[[str], Typography]:
    """Return the function from a language tag to its typography; an unknown language has none."""

    def foreign(tag: str) -> Typography:
        try:
            cldr = cldr_locale(tag)
        except (babel.UnknownLocaleError, ValueError):
            return Typography()
        if cldr not in typographies:
            (first,) = tuple(typographies)[:1]
            # A passage in the book's own language, without a region, has the customs of the book.
            same = first.language == cldr.language and cldr.territory is None
            typographies[cldr] = (
                typographies[first] if same else _typography(world, cldr, own_abbreviations, {})
            )
        return typographies[cldr]

    return foreign
