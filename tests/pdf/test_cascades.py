"""Every element has the style that WeasyPrint gives it, although it is found out once for all with the same rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import css

from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World


class _Enough(Exception):
    """Ends a layout when all styles are known."""


READ = ("color", "font_size", "margin_left", "anchor", "lang", "display", "content", "font_weight")
PSEUDO = (None, "before", "after", "marker", "first-letter")
SELECTORS = (
    "p",
    "*",
    "div > p",
    ".a",
    ".a.b",
    "p:nth-child(2)",
    "#x",
    "p::before",
    ".a::before",
    "li::marker",
    "[lang=fr]",
)
DECLARATIONS = (
    "color: red", "color: blue !important", "font-size: 1.5em", "margin-left: 3px", 'content: "x"', "font-weight: bold",
    "margin: 1px !important", "color: inherit", "display: none", "font: italic 9px serif",
)  # fmt: skip
ATTRIBUTES = (
    "", 'class="a"', 'class="a b"', 'id="x"', 'lang="fr"', 'style="color: green"', 'style="color: lime !important"',
    'id="y" class="b" lang="de" style="margin-left: 5px; font-size: 8px"',
)  # fmt: skip

rules = st.tuples(st.sampled_from(SELECTORS), st.lists(st.sampled_from(DECLARATIONS), min_size=1, max_size=3))
sheets = st.lists(
    st.tuples(st.sampled_from(("", "@layer one", "@layer two", "@media print")), rules), max_size=6
)
elements = st.lists(
    st.tuples(st.sampled_from(("p", "li", "div", "wbr")), st.sampled_from(ATTRIBUTES)), max_size=8
)


def _styles(html: str, sheet: str, folder: Path, without: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what is computed for all elements and their pseudo-elements, in their order."""
    world = World(folder)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    made: list[Any] = []

    def recorded(styles: Any, page: Any, *given: Any) -> None:
        theirs_now(styles, page, *given)
        for element in page.etree_element.iter():
            for pseudo in PSEUDO:
                style = styles(element, pseudo)
                made.append(style is not None and {name: repr(style[name]) for name in READ})
        raise _Enough

    with typeset.typesetter(world, font_directory(world, Fonts((), files)), "", without) as (fonts, _):
        theirs_now = css.StyleFor.__init__
        assert (theirs_now.__module__ == css.__name__) == ("cascades" in without)
        with patched([(css.StyleFor, "__init__", recorded)]), pytest.raises(_Enough):
            typeset.lay_out(f"<html><body>{html}</body></html>", sheet, {}, fonts)
    return made


@settings(max_examples=60, deadline=None)
@given(sheets, elements)
def test_styles_are_those_of_weasyprint(
    tmp_path_factory: pytest.TempPathFactory, sheet: list[Any], content: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("cascades")
    text = "\n".join(
        f"{around} {{ {rule} }}" if around else rule
        for around, (selector, declarations) in sheet
        for rule in [f"{selector} {{ {'; '.join(declarations)} }}"]
    )
    html = "".join(f"<{tag} {given}>Text<{tag} {given}>" * 2 for tag, given in content)
    styles = _styles(html, text, folder, ())
    assert len(styles) >= 2 * len(PSEUDO)
    assert styles == _styles(html, text, folder, ("cascades",))
