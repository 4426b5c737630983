"""Writes the theme.toml of a new theme: what it extends, and the settings that most houses change, as comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
from bookbuilder.html.theme_inheritance import UNKNOWN, theme_names
from bookbuilder.html.theme_layers import theme_layers
from bookbuilder.project.edit_toml import quoted
from bookbuilder.world import Reader

NAME = Rule(
    "theme.name",
    "{name} cannot be the name of a theme",
    "The name of a theme is that of its folder in styles/: small letters, digits and hyphens.",
)
THERE = Rule(
    "theme.there",
    "there is a theme {name} already",
    "`bookbuilder theme new` overwrites nothing.",
)
OFFERED: Mapping[str, Mapping[str, str]] = {
    "page": {"width": "the trimmed page", "height": ""},
    "font": {"text": "families of fonts/fonts.toml", "heading": "", "sans": "captions, tables, boxes"},
    "size": {"text": "body text"},
    "grid": {"baseline": "distance of two lines"},
    "color": {"accent": "numbers, datelines, labels: 4.5 : 1 on paper and tint", "tint": "ground of boxes"},
    "cover": {"ground": "", "ink": "title", "accent": "the line across"},
}
"""The settings that are offered, with what each is."""


def new_theme(world: Reader, name: str, base: str) -> tuple[str, str]:
    """Return path and text of the theme.toml of a new theme that extends `base`.

    Raises `BookbuilderError` (`theme.name`, `theme.there`, `theme.unknown`, `theme.extends`).
    """
    path = f"styles/{name}/theme.toml"
    if not re.fullmatch("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", name):
        hint = "small letters of English, digits and hyphens: my-house"
        raise BookbuilderError(diagnostic(NAME, Span(), hint=hint, name=repr(name)))
    if name in theme_names(world):
        own = (
            "write only the differences into it"
            if world.exists(path)
            else f"change it by {path} in your book"
        )
        raise BookbuilderError(diagnostic(THERE, Span(path), hint=own, name=name))
    if base not in theme_names(world):
        raise BookbuilderError(diagnostic(UNKNOWN, Span(), hint=nearest(base, theme_names(world)), name=base))
    layers = theme_layers(world, base)
    lines = [
        "# What this theme is for, in one line: `bookbuilder theme list` shows it.",
        f"extends = {quoted(base)}",
        "",
        f"# What is not said here is as in {base}. Remove the # before what you change.",
        "# `bookbuilder help themes` explains all settings.",
    ]
    for table, keys in OFFERED.items():
        known = {key: layers[table, key][0].value for key in keys if (table, key) in layers}
        if known:
            lines += ["", f"[{table}]", *_offered(known, keys)]
    return path, "\n".join(lines) + "\n"


def _offered(known: Mapping[str, object], meanings: Mapping[str, str]) -> Sequence[str]:
    written = {key: f"# {key} = {quoted(str(value))}" for key, value in known.items()}
    width = max(map(len, written.values()))
    return [f"{text:<{width}}  # {meanings[key]}" if meanings[key] else text for key, text in written.items()]
