"""The Jinja2 environment of an edition: the theme's templates override the format's, which override shared ones."""

from __future__ import annotations

import re
import traceback
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.html.borrowed_words import borrowed_words
from bookbuilder.html.bounded_styles import require_bounded_page, require_measured_page
from bookbuilder.html.chart_colours import text_colour
from bookbuilder.html.logo import logo_finder
from bookbuilder.html.marked_text import across, marked
from bookbuilder.html.page_markup import page_markup
from bookbuilder.html.sentence_markup import sentence_markup
from bookbuilder.html.template_sandbox import Sandbox
from bookbuilder.html.theme import Theme
from bookbuilder.html.title_phrases import phrased
from bookbuilder.locales import Locale
from bookbuilder.locales.rtl_marks import directed
from bookbuilder.locales.title_phrases import title_parts
from bookbuilder.phrases import Phrase
from bookbuilder.world import PROGRAM, Reader

TEMPLATE = Rule(
    "template.broken",
    "the template {name} does not work: {problem}",
    "A template of the theme is Jinja2. A name that it uses must be one that the manual lists for this template.",
)


def environment(
    world: Reader,
    theme: Theme,
    format_name: str,
    locale: Locale,
    picture: Callable[[str], str] | None = None,
    style_sheet: Callable[[], str] = str,
    language_of: Callable[[str], str] = lambda _: "",
) -> Sandbox:
    """Return the environment for one format of an edition.

    Autoescape and strict undefined names are on, and it is sandboxed, since a book may have templates of its own. Every
    template has `say`, `locale` and `side` (`side.start` is `left` or `right`, for readers without logical properties); CSS
    templates insert texts with the filter `css`. `picture` returns the address of a picture (`theme_pictures`), and
    `style_sheet` the style sheet of the pages, which is asked for if they have styles of their own with variables.
    `language_of` returns the language of a text of book.toml, empty for that of the edition, to the filter `marked`. The
    filter `sentences` does the same, and begins a line with each sentence of easy language. The filter `phrased` parts a
    title in Japanese, Chinese or Thai between its phrases, and `parts` lists these, or its words. The filter `across`
    returns the attribute for the direction of a language tag.
    """
    env = _environment(_loader(world, theme, format_name), locale, theme.tokens, autoescape=True)
    env.filters["across"] = lambda tag: across(tag, locale.direction)
    env.filters["marked"] = lambda text: marked(
        text, language_of(str(text)), here=locale.direction, xml=format_name == "epub"
    )
    env.filters["phrased"] = lambda text, tag="": (
        escape(text) if format_name == "pdf" else phrased(escape(text), tag or locale.tag)
    )
    env.filters["parts"] = lambda text: title_parts(str(text), locale.tag)
    env.filters["sentences"] = lambda text: (
        env.filters["marked"](text) if language_of(str(text)) else sentence_markup(str(text), locale, world)
    )
    if picture is not None:
        env.globals["picture"] = picture
    env.globals["logo"] = logo_finder(theme)
    env.theme = theme
    env.borrowed_words = borrowed_words(world, locale, xml=format_name == "epub")
    env.format_name = format_name
    env.style_sheet = cache(style_sheet)
    return env


def render(env: Sandbox, name: str, /, **values: Any) -> Markup:
    """Return a rendered template; raises `BookbuilderError` (`template.broken`, `style.excessive`, `theme.measure`) if it
    fails, or writes what is too much."""
    text = _filled(env, name, values)
    if name.endswith("html.j2"):
        text = env.borrowed_words(text)
    if env.theme is not None and env.theme.templates:
        span = _template_of_book(env, name, env.theme)
        markup = page_markup(text, DEEP, xml=env.format_name == "epub")
        if markup.deep:
            problem = Phrase("it writes tags in one another more than {deep} deep", deep=DEEP)
            raise BookbuilderError(diagnostic(TEMPLATE, span, name=name, problem=problem))
        require_bounded_page(markup, env.style_sheet, span)
        if env.format_name == "pdf" and span != Span(env.theme.folder):  # a spine of our own may be very thin
            require_measured_page(markup, span)
    return Markup(text)


DEEP = 200
"""Tags in one another in a page: a chapter nests at most 24 blocks and 16 inlines."""


def sheet(text: str, name: str, locale: Locale, tokens: Mapping[str, Any], **values: Any) -> str:
    """Return a style sheet rendered as a template: `{{ theme.page.width }}`, `{{ say("Page")|css }}`.

    `margin-{{ inline.start }}` and `text-align: {{ align.start }}` follow the direction of the passage; in an e-book, whose
    old readers have no logical properties, that of the book.
    """
    env = _environment(lambda _: (text, name, None), locale, tokens, autoescape=False)
    if str(values.get("medium", "")).startswith("epub"):
        env.globals.update(inline=env.globals["side"], align=env.globals["side"])
    return _filled(env, name, values)


def prepare(text: str, name: str, locale: Locale) -> None:
    """Compile a style sheet ahead of time, to use idle time before `sheet` needs it; problems are reported then."""
    if _COMPILED[False].has(text, name):
        return
    with suppress(Exception):
        _environment(lambda _: (text, name, None), locale, {}, autoescape=False).get_template(name)


def css_string(text: object) -> Markup:
    """Return a text as a CSS string with quotes."""
    # The space ends the escape (CSS Syntax 3, 4.3.7), or a digit behind it would belong to it.
    escaped = "".join(c if c.isalnum() or c in " .,-–—·" else f"\\{ord(c):x} " for c in str(text))
    return Markup('"{}"').format(Markup(escaped))


def columns(text: object) -> int:
    """Return the width of a text in columns: Chinese and Japanese characters take two (UAX 11).

    >>> columns("Tage"), columns("五日間")
    (4, 6)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in str(text))


_UNITS = {"pt": 1, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72, "pc": 12, "px": 0.75, "q": 18 / 25.4}


def points(length: object) -> float:
    """Return an absolute CSS length in points: `"148mm"` → 419.53; `ValueError` for any other."""
    match = re.fullmatch(r"([+-]?[0-9.]+)(pt|mm|cm|in|pc|px|q)", str(length).strip().lower())
    if match is None:
        raise ValueError(f"{length} is not a length in mm, pt, cm or in")
    return float(match[1]) * _UNITS[match[2]]


Loaded = tuple[str, str, None]
"""The return value of a Jinja2 loader: text, file name, and None, since templates never change."""


class _Compiled(jinja2.BytecodeCache):
    """Caches compiled templates in memory, for other editions and for rebuilds by `--watch`."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template's code if its text is the same."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if code is not None and checksum == bucket.checksum:
            bucket.code = code

    def has(self, text: str, name: str) -> bool:
        """Whether the code of a text is there."""
        checksum, _ = self._kept.get(self.get_cache_key(name, name), ("", None))
        return checksum == self.get_source_checksum(text)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a template's code."""
        self._kept[bucket.key] = bucket.checksum, bucket.code


_COMPILED = {True: _Compiled(), False: _Compiled()}
"""Separate caches with and without autoescape, which compile differently."""


def _environment(
    load: Callable[[str], Loaded | None], locale: Locale, tokens: Mapping[str, Any], *, autoescape: bool
) -> Sandbox:
    env = Sandbox(
        loader=jinja2.FunctionLoader(load),
        autoescape=autoescape,
        bytecode_cache=_COMPILED[autoescape],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    start, end = ("left", "right") if locale.direction == "ltr" else ("right", "left")
    env.globals.update(
        say=locale.say, locale=locale, theme=tokens, side={"start": start, "end": end},
        inline={"start": "inline-start", "end": "inline-end"}, align={"start": "start", "end": "end"},
    )  # fmt: skip
    env.filters.update(
        css=lambda text: css_string(directed(str(text), locale.direction)),
        pt=points,
        columns=columns,
        on_colour=text_colour,
    )
    return env


def _loader(world: Reader, theme: Theme, format_name: str) -> Callable[[str], Loaded | None]:
    def load(name: str) -> Loaded | None:
        for own in (f"{format_name}/{name}", name):
            if own in theme.templates:
                return theme.templates[own], theme.path(f"templates/{own}"), None
        for folder in (f"package/formats/{format_name}/templates", "package/html/templates"):
            path = f"{folder}/{name}"
            if world.asset_exists(path):
                return world.read_asset(path).decode(), PROGRAM + path.removeprefix("package/"), None
        return None

    return load


def _filled(env: Sandbox, name: str, values: Mapping[str, Any]) -> str:
    try:
        text = env.fill(name, values)
    # It has a place and a rule of its own already.
    except BookbuilderError:
        raise
    except Exception as error:  # noqa: BLE001 # a template can raise any Python exception: `{{ 1 / 0 }}`
        problem = diagnostic(TEMPLATE, _place(env, error, name), name=name, problem=_said(error))
        raise BookbuilderError(problem) from None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        sign = f"U+{ord(text[error.start]):04X}"
        span = _line_of(env, name, _SURROGATE)
        problem = diagnostic(
            TEMPLATE, span, name=name, problem=Phrase("it writes {sign}, which is no character", sign=sign)
        )
        raise BookbuilderError(problem) from None
    return text


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _line_of(env: Sandbox, name: str, pattern: re.Pattern[str]) -> Span:
    """Return the first match of a pattern in a template; only its file if it is in an included one."""
    source, path = _source(env, name)
    match = pattern.search(source)
    if match is None:
        return Span(path)
    before = source[: match.start()]
    return Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _source(env: Sandbox, name: str) -> tuple[str, str]:
    """Return the text and path of a template; only its name if there is none."""
    try:
        source, path, _ = env.loader.get_source(env, name) if env.loader else ("", name, None)
    except jinja2.TemplateNotFound:
        return "", name
    return source, path or name


_NAMED = re.compile(r"""{%[-+]?\s*(?:include|extends|import|from)\s*["']([^"']+)""")


def _template_of_book(env: Sandbox, name: str, theme: Theme) -> Span:
    """Return the template that is rendered; if it comes with the program, the first of the theme's that it uses, or the
    theme's folder: nobody can mend ours."""
    names = [name]
    for one in names:
        source, path = _source(env, one)
        if path and not path.startswith(PROGRAM):
            return Span(path)
        names += [other for other in _NAMED.findall(source) if other not in names]
    return Span(theme.folder)


def _said(error: Exception) -> str:
    """Return the message of an exception on one printable line."""
    if isinstance(error, RecursionError):
        return "it uses itself without end"
    if isinstance(error, MemoryError):
        return "it asks for more memory than there is"
    words = " ".join(str(error).split()).encode("utf-8", "backslashreplace").decode() or type(error).__name__
    return words if len(words) <= 300 else f"{words[:300]} …"


def _place(env: Sandbox, error: Exception, name: str) -> Span:
    """Return the line of the template, or of an included one, that failed."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Span(error.filename or name, error.lineno)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [Span(f.filename, f.lineno or 0) for f in frames if f.filename.endswith((".j2", ".css"))]
    return lines[-1] if lines else Span(_source(env, name)[1])
