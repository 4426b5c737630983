"""Four times as much in a style sheet or a template takes about four times as long and as much memory, or is refused."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.css_complexity import excess, without_template
from bookbuilder.html.css_value_limits import excessive
from bookbuilder.html.environment import environment, render
from bookbuilder.html.resource_loads import of_css, of_html
from bookbuilder.html.theme import Theme
from bookbuilder.world import World
from tests.linear.cost import GROWTH, SECONDS

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
SMALL, LARGE = 7_500, 30_000
LEAST = 2_000_000
"""Bytes that say nothing: what every sheet costs."""

FRAGMENTS = (
    *("a{", "}", "a{}", ".a", ".a ", "a>", "a,", "*", "&", "& &{", ":not(", ":is(a,", "::before", "[a=b]"),
    *(
        "(",
        ")",
        "[",
        "{}",
        "a{b:(",
        "'",
        '"',
        "\\",
        "/*",
        "*/",
        "<!--",
        "url(",
        "url('",
        "@media a{",
        "@page{",
        "@a;",
    ),
    *(
        "p{color:red}",
        "p{--a:var(--a)}",
        ":root{--a:x}",
        "var(--a)",
        "--a:b;",
        "a{--a:",
        "calc(",
        "1px ",
        "{{x}}",
        "{%",
        "{#",
        "{{",
    ),
)


def read_sheet(css: str) -> None:
    """Do with a style sheet what is done before it is laid out."""
    css = without_template(css)
    if not excess(css):
        excessive(css)
        list(of_css(css))


def chained(size: int) -> str:
    """Return variables that use one another in a row, in circles, and backwards."""
    count = size // 60
    rows = (
        f"--a{n}: var(--a{n + 1}); --b{n + 1}: var(--b{n}); --c{n}: var(--c{n ^ 1});" for n in range(count)
    )
    return f":root {{ {''.join(rows)} }}"


def in_template(text: str) -> None:
    """Fill a template of a theme."""
    world = World(ROOT)
    env = environment(world, Theme("x", {}, {}, {"a.html.j2": text}, {}), "web", locales.load("de", world))
    with suppress(BookbuilderError):
        list(of_html(str(render(env, "a.html.j2", body="x"))))


def seconds(work: Callable[[str], None], text: str) -> float:
    """Return the seconds of the processor that something takes."""
    gc.collect()
    excess.cache_clear()
    excessive.cache_clear()
    start = time.process_time()
    work(text)
    return time.process_time() - start


def memory(work: Callable[[str], None], text: str) -> int:
    """Return the most bytes that something takes."""
    excess.cache_clear()
    excessive.cache_clear()
    tracemalloc.start()
    try:
        work(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def assert_linear(work: Callable[[str], None], made: Callable[[int], str]) -> None:
    """Fail if a text four times as large takes more than `GROWTH` times as long, in the best of three, or as much memory.

    The small text is only asked if the large one takes so much that it could have grown too fast.
    """
    much = memory(work, made(LARGE))
    assert much <= GROWTH * LEAST or much <= GROWTH * memory(work, made(SMALL))
    slower = []
    for _ in range(3):
        large = seconds(work, made(LARGE))
        if large <= GROWTH * SECONDS["read"] or large <= GROWTH * (small := seconds(work, made(SMALL))):
            return
        slower.append(large / small)
    raise AssertionError(f"takes {min(slower):.1f} times as long")


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_style_sheet(fragment: str) -> None:
    assert_linear(read_sheet, lambda size: fragment * (size // len(fragment)))


def test_variables() -> None:
    assert_linear(read_sheet, chained)


TEMPLATES = (
    *(
        "<p>x</p>",
        "<div>",
        "</div>",
        "<",
        "<a b='",
        "<style>",
        "<p style='",
        "<!--",
        "&",
        "{{ body }}",
        "{# x #}",
    ),
    *(
        "{% if 1 %}x{% endif %}",
        "{% set a = 1 %}",
        "{{ 'x' * 9 }}",
        "{{ a",
        "{% for a in 'x' %}{{ a }}{% endfor %}",
    ),
)


@pytest.mark.parametrize("fragment", TEMPLATES)
def test_a_template(fragment: str) -> None:
    assert_linear(in_template, lambda size: fragment * (size // len(fragment)))


@pytest.mark.parametrize("written", ["x", "<p>x</p>", "<b>", "{{ body }}", "<p style='a:b'>"])
def test_what_a_template_writes(written: str) -> None:
    assert_linear(in_template, lambda size: f"{{% for a in range({size // 10}) %}}{written}{{% endfor %}}")
