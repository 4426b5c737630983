"""Says phrases of the program in another language: a catalog has the templates, the phrases have the values."""

from __future__ import annotations

import datetime as dt
import gettext
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

from bookbuilder.phrases import PROGRAM_FIELDS, Phrase, Value, Wording
from bookbuilder.program_language.chosen_language import ENGLISH, chosen_language
from bookbuilder.world import World

CATALOGS = "package/program_language/catalogs"
QUOTES = {"de": ("„", "“"), "es": ("«", "»"), "fr": ("«\u00a0", "\u00a0»"), "it": ("«", "»")}
PAGE = "page"
"""The context of what stands in the templates of pages. Without it a finding that quotes the words of a book (Result, Place)
would translate them."""
WHY = "why"
"""The context of what `bookbuilder explain` says of a rule."""
LABELS = (Phrase("error"), Phrase("warning"), Phrase("notice"), Phrase("hint"))
"""What stands before a finding and before its hint."""


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """The sentences of the program in a language. What the catalog lacks stays in English."""

    language: str = ENGLISH
    words: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    def text(self, said: str) -> str:
        """Return a text of the program in this language: a `Phrase`, or one without values."""
        if self.language == ENGLISH or not said:
            return said
        return self._filled(said.wording) if isinstance(said, Phrase) else self.words.gettext(said)

    def phrase(self, template: str, /, **values: object) -> str:
        """Return a sentence made from its template and values, in this language."""
        return self.text(Phrase(template, **values))

    def enumeration(self, texts: Sequence[str]) -> str:
        """Return texts of the program as an enumeration of this language: `no PDF and no e-book` (CLDR, list patterns)."""
        said = [self.text(text) for text in texts]
        if len(said) < 2:
            return "".join(said)
        if self.language == ENGLISH:  # without loading Babel
            return f"{', '.join(said[:-1])} and {said[-1]}"
        from babel.lists import format_list

        return format_list(said, locale=self.language)

    def sentence(self, template: str, code: str) -> str:
        """Return the sentence of a rule, with its fields."""
        return self.words.pgettext(code, template)

    def why(self, text: str) -> str:
        """Return why a rule is one; a text may be both that and something else."""
        return self.words.pgettext(WHY, text)

    def filled(self, template: str, /, **values: object) -> str:
        """Return a text of a page in this language. Its values stay as they are: titles are no words of the program."""
        said = template if self.language == ENGLISH else self.words.pgettext(PAGE, template)
        return _LocalizedFormatter(self.language).vformat(said, (), values)

    def date(self, day: dt.date, region: str = "") -> str:
        """Return a date in this language; `region` is a tag whose customs count if it is of the same language (`de-AT`)."""
        from babel.dates import format_date

        from bookbuilder.locales.locale import cldr_locale

        tag = region if region.partition("-")[0].lower() == self.language else self.language
        return format_date(day, "long", cldr_locale(tag))

    def language_name(self, tag: str) -> str:
        """Return what a language is called in this one: German, Austrian German."""
        from bookbuilder.locales.locale import cldr_locale

        return cldr_locale(tag).get_display_name(self.language) or tag

    def _filled(self, wording: Wording) -> str:
        """Return the translated template with its values; texts of the user among them stay as they are."""
        find = self.words.pgettext
        template = (
            find(wording.context, wording.template)
            if wording.context
            else self.words.gettext(wording.template)
        )
        values = {name: self._value(name, value) for name, value in wording.values.items()}
        return _LocalizedFormatter(self.language).vformat(template, (), values)

    def _value(self, field: str, value: Value) -> int | float | str:
        if isinstance(value, Wording):
            return self._filled(value)
        if field in PROGRAM_FIELDS and isinstance(value, str) and value:
            return self.words.gettext(value)
        return value


IN_ENGLISH = Translation()


class _LocalizedFormatter(string.Formatter):
    """Formats as `str.format` does, with the decimal and grouping signs of a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Convert a value; a text that English shows as Python does gets the quotation marks of the language."""
        if conversion == "r" and isinstance(value, str):
            opening, closing = QUOTES.get(self.language, ("'", "'"))
            return f"{opening}{repr(value)[1:-1]}{closing}"
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Format a value; a number with a format gets the signs of the language."""
        made = format(value, format_spec)
        if not format_spec or not isinstance(value, int | float):
            return made
        from babel.numbers import get_decimal_symbol, get_group_symbol

        signs = {".": get_decimal_symbol(self.language), ",": get_group_symbol(self.language)}
        return "".join(signs.get(sign, sign) for sign in made)


def translation(environ: Mapping[str, str], world: World) -> Translation:
    """Return the language that the environment and the user's configuration ask for."""
    return translation_into(chosen_language(environ, languages(world)), world)


def languages(world: World) -> tuple[str, ...]:
    """Return the languages that the program speaks, English first."""
    names = {name.rpartition("/")[2].partition(".")[0] for name in world.asset_files(CATALOGS)}
    return (ENGLISH, *sorted(names - {"", ENGLISH}))


def translation_into(tag: str, world: World) -> Translation:
    """Return the language of a tag, whatever its region (`de` of `de-AT`); English if the program does not speak it."""
    language = tag.partition("-")[0].lower()
    return _translation(language, world) if language in languages(world)[1:] else IN_ENGLISH


@lru_cache(maxsize=8)
def _translation(language: str, world: World) -> Translation:
    return Translation(language, gettext.GNUTranslations(BytesIO(compiled(language, world))))


def compiled(language: str, world: World) -> bytes:
    """Return the catalog of a language: from the wheel, or compiled from its source."""
    name = f"{CATALOGS}/{language}"
    if world.asset_exists(f"{name}.mo"):
        return world.read_asset(f"{name}.mo")
    from bookbuilder.locales.message_catalog import compile_catalog  # slow to load, and a wheel needs it not

    return compile_catalog(world.read_asset(f"{name}.po"))
