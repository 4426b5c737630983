"""Reads a theme: its tokens (`theme.toml`), its style sheets and its own templates."""

from __future__ import annotations

import hashlib
import re
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
from bookbuilder.html import measures
from bookbuilder.html.contrast import LEAST, faint
from bookbuilder.html.fonts import Fonts
from bookbuilder.html.scripts import stacks
from bookbuilder.project.places import nearest_place, places
from bookbuilder.world import World, decode

UNKNOWN = Rule(
    "theme.unknown",
    "there is no theme {name!r}",
    "A theme is a folder in styles/ of the book, or one that comes with the program, with a theme.toml in it.",
)
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
    """A theme. `tokens` is theme.toml; `sheets` maps the name of a style sheet (`print.css`) to its text; `templates`
    maps the name of a template (`pdf/titlepage.html.j2`) to its text; `files` are the other files, by name; `stacks` maps
    each token of `font` to its families as a style sheet names them, with those for the scripts of the edition."""

    name: str
    tokens: Mapping[str, Any]
    sheets: Mapping[str, str]
    templates: Mapping[str, str]
    files: Mapping[str, bytes]
    stacks: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A hash of all that a theme says and holds."""
        files = [(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(self.files.items())]
        said = [self.name, self.tokens, sorted(self.sheets.items()), sorted(self.templates.items()), files]
        return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def theme(
    world: World,
    name: str,
    fonts: Fonts,
    script: str,
    used: Collection[str],
    report: Report,
    *,
    bilingual: bool = False,
) -> Theme:
    """Return a theme; a book's own file replaces the shipped one of the same name, and its theme.toml is laid over
    the shipped one key by key. What it says for a `bilingual` edition is laid over the rest, and over that what it says for
    the `script` of the edition. `used` are the characters of the edition.

    Reports `theme.token`, `theme.font` and `theme.contrast`; raises `BookbuilderError` (the other `theme.*`).
    """
    folder = f"styles/{name}"
    files = world.theme_files(folder)
    families = {family.name for family in fonts.families}
    if "theme.toml" not in files:
        known = {path.split("/")[1] for path in (*world.asset_files("styles"), *world.files("styles"))}
        hint = nearest(name, known)
        raise BookbuilderError(diagnostic(UNKNOWN, Span("book.toml"), hint=hint, name=name))
    absurd = Findings()
    tokens: dict[str, Any] = {}
    own_places: dict[tuple[str | int, ...], tuple[int, int]] = {}
    sources = [world.read_asset] if world.asset_exists(f"{folder}/theme.toml") else []
    if world.root != world.assets and world.exists(f"{folder}/theme.toml"):
        sources.append(world.read)
    for read in sources:
        path = f"{folder}/theme.toml"
        try:
            text = decode(read(path), path)
            own = toml.loads(text)
            own_places = places(text)
            _check(own, tokens, own_places, path, families, report)
            if read == world.read:
                for keys, value in _tokens(own):
                    span = Span(path, *nearest_place(keys, own_places))
                    measures.tell_token(_plain(keys), value, span, absurd)
            tokens = _laid_over(tokens, own)
        except (ValueError, RecursionError) as error:  # int() refuses thousands of digits with a ValueError
            raise BookbuilderError(diagnostic(BROKEN, _place(path, error), problem=error)) from None
    sheets = {n: decode(d, f"{folder}/{n}") for n, d in files.items() if n.endswith(".css")}
    measures.tell({n: text for n, text in sheets.items() if world.exists(f"{folder}/{n}")}, folder, absurd)
    if found := absurd.sorted():
        raise BookbuilderError(*found)
    prefix = "templates/"
    templates = {
        n.removeprefix(prefix): decode(d, f"{folder}/{n}")
        for n, d in files.items()
        if n.startswith(prefix) and n.endswith(".j2")
    }
    others = {n: d for n, d in files.items() if not n.endswith((".css", ".j2", ".toml"))}
    scripts, two = tokens.pop(SCRIPT, {}), tokens.pop(BILINGUAL, {})
    tokens = _laid_over(_laid_over(tokens, two if bilingual else {}), scripts.get(script, {}))
    for text_keys, ground_keys, ratio in faint(tokens):
        named = text_keys if text_keys in own_places else ground_keys
        span = Span(f"{folder}/theme.toml", *nearest_place(named, own_places))
        text_name, ground_name = ".".join(text_keys), ".".join(ground_keys)
        cut = f"{int(ratio * 100) / 100:.2f}"  # not rounded: 4.499 is not enough
        report(CONTRAST, span, text=text_name, ground=ground_name, ratio=cut, least=LEAST)
    return Theme(name, tokens, sheets, templates, others, stacks(tokens.get("font", {}), fonts, script, used))


SCRIPT = "script"
"""The table of theme.toml that holds one for each script: `[script.Arab.size]` is laid over `[size]`."""
BILINGUAL = "bilingual"
"""The table that is laid over the others in a bilingual edition: `[bilingual.size]` over `[size]`."""


def _check(
    own: Mapping[str, Any],
    below: Mapping[str, Any],
    where: Mapping[tuple[str | int, ...], tuple[int, int]],
    path: str,
    families: Collection[str],
    report: Report,
) -> None:
    """Report settings that the theme below does not have, and fonts that are not there."""
    known = {".".join(_plain(keys)) for keys, _ in _tokens(below)}
    for keys, value in _tokens(own):
        span, keys = Span(path, *nearest_place(keys, where)), _plain(keys)
        token = ".".join(keys)
        if known and token not in known:
            report(TOKEN, span, token=token, hint=nearest(token, known))
        elif keys[0] == "font" and value not in families:
            hint = nearest(str(value), families) or f"there are {', '.join(sorted(families))}"
            report(FONT, span, token=token, family=value, hint=hint)


def _plain(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of a setting without the script, or the kind of edition, that it is for."""
    if keys[0] == BILINGUAL and len(keys) > 1:
        return keys[1:]
    return keys[2:] if keys[0] == SCRIPT and len(keys) > 2 else keys


def _tokens(tree: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each setting with the keys that lead to it."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _tokens(value, (*above, key))
        else:
            yield (*above, key), value


def _place(path: str, error: Exception) -> Span:
    """Return the place that an error of tomllib names."""
    match = re.search(r"at line (\d+), column (\d+)", str(error))
    return Span(path, int(match[1]), int(match[2])) if match else Span(path)


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result
