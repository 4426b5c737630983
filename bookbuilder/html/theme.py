"""Loads a theme: its tokens (`theme.toml`), style sheets and templates."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
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
from bookbuilder.document import style_limits
from bookbuilder.html import measure_limits, renamed_in_theme
from bookbuilder.html.contrast import LEAST, low_contrast
from bookbuilder.html.font_scripts import font_stacks
from bookbuilder.html.fonts import Fonts
from bookbuilder.html.theme_inheritance import KEY, lineage, settings
from bookbuilder.html.token_checks.token_check import token_checks
from bookbuilder.project.toml_positions import key_positions, nearest_position
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
    "{token} names the font {family!r}, which no fonts.toml declares",
    "Nothing is taken from the system. A font comes with the program or stands in fonts/ of the book, declared in"
    " fonts/fonts.toml under the name that the theme uses.",
)
CONTRAST = Rule(
    "theme.contrast",
    "{text} on {ground} has a contrast of {ratio} : 1; text needs {least} : 1",
    "Who does not see well, or reads in the sun, cannot read text that is too near to its ground (WCAG 2.1, 1.4.3). Colours"
    " are those of theme.toml: of print, the cover, and the web edition in light and dark.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme. `tokens` is theme.toml; `sheets` maps names of style sheets (`print.css`) to texts; `templates` maps names of
    templates (`pdf/titlepage.html.j2`) to texts; `files` are the other files by name; `stacks` maps each token of `font` to
    its families as in CSS, including those for the edition's scripts; `homes` maps each file to its path."""

    name: str
    tokens: Mapping[str, Any]
    sheets: Mapping[str, str]
    templates: Mapping[str, str]
    files: Mapping[str, bytes]
    stacks: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)

    def path(self, file: str) -> str:
        """Return the path of a file of the theme: in its own folder, or in that of a theme it extends, of the book or of its
        series."""
        return self.homes.get(file, f"styles/{self.name}/{file}")

    @property
    def digest(self) -> str:
        """A hash of the theme's contents."""
        files = [(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(self.files.items())]
        texts = [self.name, self.tokens, sorted(self.sheets.items()), sorted(self.templates.items()), files]
        return hashlib.sha256(repr(texts).encode("utf-8", "surrogatepass")).hexdigest()


def theme(
    world: Reader,
    name: str,
    fonts: Fonts,
    script: str,
    used: Collection[str],
    report: Report,
    *,
    bilingual: bool = False,
) -> Theme:
    """Return a theme. A book's file replaces the shipped one of the same name, and its theme.toml is merged over the shipped
    one key by key. Its settings for a `bilingual` edition are merged over the others, and those for the `script` of the
    edition over these. `used` are the characters of the edition.

    Missing files come from the theme that it extends (`theme_inheritance`). Reports `theme.token`, `theme.font`,
    `theme.lines`, `theme.front` and `theme.contrast`; raises `BookbuilderError` (the other `theme.*`).
    """
    families = {family.name for family in fonts.families}
    absurd = Findings()
    tokens: dict[str, Any] = {}
    own_places: dict[tuple[str | int, ...], tuple[int, int]] = {}
    files: dict[str, bytes] = {}
    homes: dict[str, str] = {}
    for one in lineage(world, name):
        found = world.theme_files(f"styles/{one}")
        files |= found
        homes |= {file: world.theme_path(f"styles/{one}/{file}") for file in found}
        asked = b"\n".join(data for file, data in found.items() if file.endswith((".css", ".j2")))
        for path, data in settings(world, one):
            try:
                text = decode(data, path)
                own = toml.loads(text)
                own_places = key_positions(text)
                own.pop(KEY, None)
                own = renamed_in_theme.settings(own, own_places, path, report)
                _check(own, tokens, own_places, path, families, asked.decode(errors="replace"), report)
                if world.exists(path):  # shipped themes are sound
                    for keys, value in _tokens(own):
                        span = Span(path, *nearest_position(keys, own_places))
                        if style_limits.report_value(value, span, absurd):
                            measure_limits.report_token(_plain(keys), value, span, absurd)
                tokens = _laid_over(tokens, own)
            except toml.TomlError as error:
                span = Span(path, error.line, error.column)
                raise BookbuilderError(diagnostic(BROKEN, span, hint=error.hint, problem=error)) from None
    prefix = "templates/"
    texts = {n: decode(d, homes[n]) for n, d in sorted(files.items()) if n.endswith((".css", ".j2"))}
    for n, text in texts.items():
        if world.exists(homes[n]):  # what comes with the program has no old words
            texts[n] = renamed_in_theme.respelled(text, homes[n], report)
    sheets = {n: text for n, text in texts.items() if n.endswith(".css")}
    own_sheets: dict[str, dict[str, str]] = {}
    for n, text in sheets.items():
        if world.exists(homes[n]):
            if style_limits.report_sheet(text, homes[n], absurd):
                own_sheets.setdefault(homes[n].removesuffix(f"/{n}"), {})[n] = text
    for folder, texts_in_folder in own_sheets.items():
        measure_limits.report_sheets(texts_in_folder, folder, absurd)
    if diagnostics := absurd.sorted():
        raise BookbuilderError(*diagnostics)
    templates = {
        n.removeprefix(prefix): text
        for n, text in texts.items()
        if n.startswith(prefix) and n.endswith(".j2")
    }
    others = {n: d for n, d in files.items() if not n.endswith((".css", ".j2", ".toml"))}
    scripts, two = tokens.pop(SCRIPT, {}), tokens.pop(BILINGUAL, {})
    tokens = _laid_over(_laid_over(tokens, two if bilingual else {}), scripts.get(script, {}))
    for text_keys, ground_keys, ratio in low_contrast(tokens):
        named = text_keys if text_keys in own_places else ground_keys
        span = Span(f"styles/{name}/theme.toml", *nearest_position(named, own_places))
        text_name, ground_name = ".".join(text_keys), ".".join(ground_keys)
        cut = f"{int(ratio * 100) / 100:.2f}"  # not rounded: 4.499 is too little
        report(CONTRAST, span, text=text_name, ground=ground_name, ratio=cut, least=LEAST)
    families_named = font_stacks(tokens.get("font", {}), fonts, script, used)
    return Theme(name, tokens, sheets, templates, others, families_named, homes)


SCRIPT = "script"
"""The table of theme.toml with one table for each script: `[script.Arab.size]` is merged over `[size]`."""
BILINGUAL = "bilingual"
"""The table merged over the others in a bilingual edition: `[bilingual.size]` over `[size]`."""


def _check(
    own: Mapping[str, Any],
    below: Mapping[str, Any],
    where: Mapping[tuple[str | int, ...], tuple[int, int]],
    path: str,
    families: Collection[str],
    asked: str,
    report: Report,
) -> None:
    """Report settings that are unknown to the theme below and to this theme's own files, unknown fonts, and wrong values
    (`token_checks`)."""
    inherited = {".".join(_plain(keys)) for keys, _ in _tokens(below)}
    checks = token_checks()
    for keys, value in _tokens(own):
        span, keys = Span(path, *nearest_position(keys, where)), _plain(keys)
        token = ".".join(keys)
        if inherited and token not in inherited and f"theme.{token}" not in asked:
            report(TOKEN, span, token=token, hint=nearest(token, inherited))
        elif keys[0] == "font" and value not in families:
            hint = nearest(str(value), families) or f"there are {', '.join(sorted(families))}"
            report(FONT, span, token=token, family=value, hint=hint)
        for check in checks:
            check.report_token(keys, value, span, report)


def _plain(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return a setting's keys without the prefix for a script or bilingual editions."""
    if keys[0] == BILINGUAL and len(keys) > 1:
        return keys[1:]
    return keys[2:] if keys[0] == SCRIPT and len(keys) > 2 else keys


def _tokens(tree: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each setting with its keys."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _tokens(value, (*above, key))
        else:
            yield (*above, key), value


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result
