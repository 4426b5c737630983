"""The Jinja2 environment of an edition: templates of the theme before those of the format before the shared ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.html.theme import Theme
from bookbuilder.locales import Locale
from bookbuilder.world import World

TEMPLATE = Rule(
    "template.broken",
    "the template {name} does not work: {problem}",
    "A template of the theme is Jinja2. A name that it uses must be one that the manual lists for this template.",
)


_MISTAKES = (
    *(jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, OverflowError, TypeError),
    *(ValueError, RecursionError),
)
"""What a template raises that is wrong: `{{ 1 / 0 }}` is Python's own error."""


def environment(world: World, theme: Theme, format_name: str, locale: Locale) -> SandboxedEnvironment:
    """Return the environment for one format of an edition.

    It escapes, knows no undefined name, and is sandboxed, since a book may bring templates of its own. `say` and
    `locale` are there in every template; CSS templates put texts into style sheets with the filter `css`.
    """
    env = SandboxedEnvironment(
        loader=jinja2.FunctionLoader(_loader(world, theme, format_name)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do"],
    )
    env.globals.update(say=locale.say, locale=locale, theme=theme.tokens)
    env.filters["css"] = css_string
    return env


def render(env: SandboxedEnvironment, name: str, /, **values: Any) -> Markup:
    """Return a template filled with values; raises `BookbuilderError` (`template.broken`) when it does not work."""
    try:
        return Markup(env.get_template(name).render(**values))
    except _MISTAKES as error:
        place = Span(f"templates/{name}", getattr(error, "lineno", 0) or 0)
        raise BookbuilderError(diagnostic(TEMPLATE, place, name=name, problem=error)) from None


def sheet(text: str, name: str, locale: Locale, tokens: Mapping[str, Any], **values: Any) -> str:
    """Return a style sheet, which is a template too: `{{ theme.page.width }}`, `{{ say("Page")|css }}`."""
    env = SandboxedEnvironment(
        undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    env.globals.update(say=locale.say, locale=locale, theme=tokens)
    env.filters["css"] = css_string
    try:
        return str(env.from_string(text).render(**values))
    except _MISTAKES as error:
        place = Span(name, getattr(error, "lineno", 0) or 0)
        raise BookbuilderError(diagnostic(TEMPLATE, place, name=name, problem=error)) from None


def css_string(text: object) -> Markup:
    """Return a text as a CSS string, quotes included."""
    escaped = "".join(c if c.isalnum() or c in " .,-–—·" else f"\\{ord(c):x} " for c in str(text))
    return Markup('"{}"').format(Markup(escaped))


def joined(parts: list[Markup]) -> Markup:
    """Return pieces of markup on lines of their own."""
    return Markup("\n").join(escape(part) for part in parts)


def _loader(world: World, theme: Theme, format_name: str) -> Callable[[str], str | None]:
    def load(name: str) -> str | None:
        for own in (f"{format_name}/{name}", name):
            if own in theme.templates:
                return theme.templates[own]
        for folder in (f"package/formats/{format_name}/templates", "package/html/templates"):
            path = f"{folder}/{name}"
            if path in world.asset_files(folder):
                return world.read_asset(path).decode()
        return None

    return load
