"""What is quickly said to be within bounds is within them when it is parsed; and the program's own sheets are so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document import css_complexity, style_variables
from bookbuilder.document.css_complexity_bound import is_bounded
from tests.conftest import REPO

DEEP, CHAIN, PARTS = 3, 7, 14
"""Small ones, which drawn sheets reach."""

LIMITS = {"VALUE": style_variables.VALUE, "ALL": style_variables.ALL}

PIECES = st.sampled_from(
    [
        *"{}()[];:,&@.#\\ \n\"'",
        *("a", "b", "--x", "--y", "var(", "var(--x)", "var(--y)", "--x:", "--y:", "c:", "a{", "}", ";", "/*", "*/"),
        *("url(", "xurl(", "url( \"", "\\75rl(", "<!--", "-->", "@media x{", "@import ", "u+a", "→", "\0", "! ", "{}"),
    ]
)  # fmt: skip
SHEETS = st.lists(PIECES, max_size=24).map("".join)


@pytest.fixture(autouse=True, scope="module")
def small_limits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("DEEP", DEEP), ("SELECTOR", CHAIN), ("SELECTORS", PARTS)):
            patch.setattr(css_complexity, name, value)
        patch.setattr(style_variables, "VALUE", 9)
        patch.setattr(style_variables, "ALL", 20)
        yield
    css_complexity.excess.cache_clear()


def parsed_excess(css: str) -> object:
    """Return what is found to be too much without the quick bound."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(css_complexity, "is_bounded", lambda *_, **__: False)
        css_complexity.excess.cache_clear()
        return css_complexity.excess(css)


def bounded(css: str) -> bool:
    return is_bounded(css, deep=DEEP, chain=CHAIN, parts=PARTS)


@given(SHEETS)
def test_a_sheet_within_bounds_is_so_when_it_is_parsed(css: str) -> None:
    if bounded(css):
        assert parsed_excess(css) == ()


RULES = st.recursive(
    st.sampled_from(
        ["c:d;", "@import a b c d e f g;", "--x:a;", "--y:var(--x) var(--x);", "c:var(--y) f(var(--x));", "c:url(x}y);", ";"]
    ),
    lambda inner: st.builds(
        lambda head, rules: f"{head}{{{''.join(rules)}}}",
        st.sampled_from(["a", "a b", "a,b", "&:c", "& &", "@media x", "a[b]", "a:not(b,c)", "--x:"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(RULES, max_size=4).map("".join))
def test_nested_rules_and_variables_too(css: str) -> None:
    if bounded(css):
        assert parsed_excess(css) == ()


@pytest.mark.parametrize(
    "css",
    [
        "a{b:c}",
        "a, b > c { --x: 1px; d: var(--x) }",
        "@media print { a { b: c; } }",
        '@import "x"; a { b: url(;}) }',
        "a { &:b { c: d } }",
        '/* -- {{{{ -- */ a { b: "{{{{" }',
    ],
)
def test_ordinary_rules_need_not_be_parsed(css: str) -> None:
    assert is_bounded(css, deep=32, chain=200, parts=10_000)


@pytest.mark.parametrize(
    "path", ["styles/dossier/epub-new.css", "styles/dossier/cover.css", "styles/dossier/base.css"]
)
def test_sheets_of_the_program_need_not_be_parsed(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in LIMITS.items():
        monkeypatch.setattr(style_variables, name, limit)
    css = css_complexity.without_template((REPO / path).read_text())
    assert is_bounded(css, deep=32, chain=200, parts=10_000)


@pytest.mark.parametrize(
    "opening",
    [
        "f(",
        "xurl(",
        "→url(",
        "\0url(",
        "\\78 url(",
        "\\!url(",
        "a{b:#url(});c:",
        "a{b:<!--url(});c:",
        "a{b:u+aurl(});c:",
    ],
)
def test_no_bracket_hides_behind_an_address(opening: str) -> None:
    found = parsed_excess("a{b:" + opening * 50)
    assert "brackets stand in one another" in str(found)
    assert not is_bounded("a{b:" + opening * 50, deep=32, chain=10_000, parts=10_000)
