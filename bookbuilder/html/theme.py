"""Reads a theme: its tokens (`theme.toml`), its style sheets and its own templates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
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


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme. `tokens` is theme.toml; `sheets` maps the name of a style sheet (`print.css`) to its text; `templates`
    maps the name of a template (`pdf/titlepage.html.j2`) to its text; `files` are the other files, by name."""

    name: str
    tokens: Mapping[str, Any]
    sheets: Mapping[str, str]
    templates: Mapping[str, str]
    files: Mapping[str, bytes]


def theme(world: World, name: str) -> Theme:
    """Return a theme; a book's own file replaces the shipped one of the same name, and its theme.toml is laid over
    the shipped one key by key. Raises `BookbuilderError` (`theme.*`)."""
    folder = f"styles/{name}"
    files = world.theme_files(folder)
    if "theme.toml" not in files:
        known = {path.split("/")[1] for path in (*world.asset_files("styles"), *world.files("styles"))}
        hint = nearest(name, known)
        raise BookbuilderError(diagnostic(UNKNOWN, Span("book.toml"), hint=hint, name=name))
    tokens: dict[str, Any] = {}
    sources = [world.read_asset] if world.asset_exists(f"{folder}/theme.toml") else []
    if world.root != world.assets and world.exists(f"{folder}/theme.toml"):
        sources.append(world.read)
    for read in sources:
        path = f"{folder}/theme.toml"
        try:
            tokens = _laid_over(tokens, tomllib.loads(decode(read(path), path)))
        except (ValueError, RecursionError) as error:  # int() refuses thousands of digits with a ValueError
            raise BookbuilderError(diagnostic(BROKEN, _place(path, error), problem=error)) from None
    sheets = {n: decode(d, f"{folder}/{n}") for n, d in files.items() if n.endswith(".css")}
    prefix = "templates/"
    templates = {
        n.removeprefix(prefix): decode(d, f"{folder}/{n}")
        for n, d in files.items()
        if n.startswith(prefix) and n.endswith(".j2")
    }
    others = {n: d for n, d in files.items() if not n.endswith((".css", ".j2", ".toml"))}
    return Theme(name, tokens, sheets, templates, others)


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
