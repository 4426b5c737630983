"""Reads the settings of a theme: every theme.toml from the theme at the root to the book's own, each checked and laid over
those before it.

A wrong value is reported at its key, and nothing is made with such settings: else their consequences would be reported
for a generated style sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import (
    BookbuilderError,
    Findings,
    Report,
    Rule,
    Severity,
    Span,
    diagnostic,
    nearest,
)
from bookbuilder.document import css_complexity
from bookbuilder.html import css_value_limits, renamed_in_theme
from bookbuilder.html.brand.brand import Brand
from bookbuilder.html.brand.brand_tokens import brand_tokens
from bookbuilder.html.theme_inheritance import KEY, settings
from bookbuilder.html.token_checks.token_check import shown, token_checks
from bookbuilder.html.token_checks.value_tokens import TYPES, VALUE
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.positions import KeyPath, key_positions, nearest_position
from bookbuilder.toml_tables.toml_table import merged
from bookbuilder.world import Reader, decode

BROKEN = Rule(
    "theme.syntax",
    "the theme's settings cannot be read: {problem}",
    "theme.toml is TOML: tables of sizes, margins, colours and fonts.",
)
TOKEN = Rule(
    "theme.token",
    "the theme has no setting {token!r}",
    "A book lays its theme.toml over that of the theme; a key that the theme does not have changes nothing, unless a"
    " style sheet of the book asks for it.",
    Severity.WARNING,
)
FONT = Rule(
    "theme.font",
    "{token} names the font {family}, which no fonts.toml declares",
    "Nothing is taken from the system. A font comes with the program or stands in fonts/ of the book, declared in"
    " fonts/fonts.toml under the name that the theme uses.",
)
SCRIPT = "script"
"""The table of theme.toml with one table for each script: `[script.Arab.size]` is merged over `[size]`."""
BILINGUAL = "bilingual"
"""The table merged over the others in a bilingual edition: `[bilingual.size]` over `[size]`."""
READING = "reading"
"""The table with one table for each kind of readers: `[reading.large.size]` is merged over `[size]`."""

Keys = tuple[str, ...]


@dataclass(slots=True)
class Settings:
    """The settings of a theme and those it extends, and where the book or its series has written them, by their keys as they
    stand in theme.toml."""

    tokens: dict[str, Any] = field(default_factory=dict)
    spans: dict[KeyPath, Span] = field(default_factory=dict)

    def add(
        self,
        world: Reader,
        name: str,
        families: Collection[str],
        sheets: str,
        report: Report,
        wrong: Findings,
        brand: Brand | None = None,
    ) -> None:
        """Lay the settings of one theme over these. `sheets` are the texts of its style sheets and templates; a `brand`
        comes between the settings of the program and those that the series and the book have written.

        Reports `theme.token` and old names; `wrong` gets the problems that keep the theme from being used. Raises
        `BookbuilderError` (`theme.syntax`).
        """
        of_program = world.asset_exists(f"styles/{name}/theme.toml")
        shipped = of_program and world.root != world.assets
        if not of_program:
            self._add_brand(brand, families, report, wrong)
        for number, (path, data) in enumerate(settings(world, name)):
            try:
                text = decode(data, path)
                own = toml.loads(text)
            except toml.TomlError as error:
                span = Span(path, error.line, error.column)
                raise BookbuilderError(diagnostic(BROKEN, span, hint=error.hint, problem=error)) from None
            # What a theme extends is no setting: `theme_inheritance` reads it.
            own.pop(KEY, None)
            places = dict(key_positions(text))  # to which old names are added
            own = renamed_in_theme.settings(own, places, path, report)
            if number or not shipped:  # those of the program are sound
                known = {".".join(_plain(keys)) for keys, _ in _tokens(self.tokens)}
                for keys, value in _tokens(own):
                    span = self.spans[keys] = Span(path, *nearest_position(keys, places))
                    plain = _plain(keys)
                    if not _is_in_order(plain, value, known, span, wrong):
                        continue
                    if known and ".".join(plain) not in known and f"theme.{'.'.join(plain)}" not in sheets:
                        token = ".".join(plain)
                        report(TOKEN, span, token=token, hint=nearest(token, known))
                    _report_value(plain, value, span, families, wrong)
            self.tokens = merged(self.tokens, own)
            if not number and of_program:
                self._add_brand(brand, families, report, wrong)

    def _add_brand(
        self, brand: Brand | None, families: Collection[str], report: Report, wrong: Findings
    ) -> None:
        for keys, value, span in brand_tokens(brand, self.tokens, families, report) if brand else ():
            self.spans[keys] = span
            _report_value(tuple(map(str, keys)), value, span, families, wrong)
            made: dict[str, Any] = {str(keys[-1]): value}
            for key in reversed(keys[:-1]):
                made = {str(key): made}
            self.tokens = merged(self.tokens, made)

    def of_edition(self, script: str, *, bilingual: bool, reading: str = "") -> Settings:
        """Return the settings of an edition in a script: those for bilingual editions, for the script and for a kind of
        readers over the others, in this order."""
        tokens = dict(self.tokens)
        scripts, two, readings = (tokens.pop(key, {}) for key in (SCRIPT, BILINGUAL, READING))
        prefixes: list[tuple[Keys, dict[str, Any]]] = [((BILINGUAL,), two)] if bilingual else []
        prefixes.append(((SCRIPT, script), scripts.get(script, {})))
        if reading:
            prefixes.append(((READING, reading), readings.get(reading, {})))
        spans = {
            keys: span for keys, span in self.spans.items() if keys[0] not in (SCRIPT, BILINGUAL, READING)
        }
        for prefix, above in prefixes:
            tokens = merged(tokens, above)
            for keys, span in self.spans.items():
                if keys[: len(prefix)] == prefix:
                    spans[keys[len(prefix) :]] = span
        return Settings(_as_written(tokens), spans)


def _is_in_order(keys: Keys, value: object, known: Collection[str], span: Span, wrong: Findings) -> bool:
    """Whether keys lead to a value where there is one and to a table where there is one; if not, that is reported to
    `wrong`. `known` are the settings below."""
    token, is_table = ".".join(keys), isinstance(value, dict)
    tables, values = _program_tokens()
    if (
        keys[-1:] == (BILINGUAL,)
        or keys[0] in (SCRIPT, READING)
        or token in tables
        or any(one.startswith(f"{token}.") for one in known)
    ):
        if not is_table:
            limit = "it is a table of settings"
            wrong(VALUE, span, hint=f"[{token}]", token=token, value=shown(value), limit=limit)
        return False
    depth = range(1, len(keys) + is_table)
    if above := next((one for n in depth if (one := ".".join(keys[:n])) in values or one in known), ""):
        wrong(VALUE, span, token=above, value="a table", limit="it is one value")
        return False
    return not is_table


@cache
def _program_tokens() -> tuple[frozenset[str], frozenset[str]]:
    """Return the tables and the settings that the program knows, whatever theme a theme extends."""
    names = [name for check in token_checks() for name in check.schemas]
    parts = [name.split(".") for name in names]
    tables = {".".join(one[:n]) for one in parts for n in range(1, len(one))} | {
        one for one in names if "." not in one
    }
    return frozenset(tables), frozenset(one for one in names if "." in one)


def _report_value(keys: Keys, value: object, span: Span, families: Collection[str], wrong: Findings) -> None:
    """Report a value that a setting cannot have: one of another kind (`token_checks`), a font that there is not, or a
    measure that no page has."""
    found = Findings()
    if css_complexity.report_value(value, span, found):
        for check in token_checks():
            check.report_token(keys, value, span, found)
    if not found.failed and keys[0] == "font" and (not isinstance(value, str) or value not in families):
        hint = nearest(str(value), families) or Phrase(
            "there are {families}", families=", ".join(sorted(families))
        )
        found(FONT, span, token=".".join(keys), family=shown(value), hint=hint)
    if not found.failed:
        css_value_limits.report_token(keys, value, span, found)
    wrong.extend(found.sorted())


def _plain(keys: Keys) -> Keys:
    """Return a setting's keys without the prefix for a script, for bilingual editions or a kind of readers."""
    if keys[0] == BILINGUAL and len(keys) > 1:
        return keys[1:]
    return keys[2:] if keys[0] in (SCRIPT, READING) and len(keys) > 2 else keys


def _tokens(tree: Mapping[str, Any], above: Keys = ()) -> Iterator[tuple[Keys, object]]:
    """Yield each setting with its keys, and each table without settings."""
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from _tokens(value, (*above, key))
        else:
            yield (*above, key), value


def _as_written(tokens: Mapping[str, Any], above: Keys = ()) -> dict[str, Any]:
    """Return settings with every number as text, which style sheets compare."""
    out: dict[str, Any] = {}
    for key, value in tokens.items():
        keys = (*above, key)
        if isinstance(value, dict):
            out[key] = _as_written(value, keys)
        else:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            out[key] = str(value) if is_number and ".".join(keys) in TYPES else value
    return out
