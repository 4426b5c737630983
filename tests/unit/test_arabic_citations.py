"""Citations and numbers in the Arabic script have its comma, its digits, and no full stop that looks like a zero."""

from __future__ import annotations

import pytest
from lxml import etree

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import nodes
from bookbuilder.document.citation_digits import with_own_digits
from bookbuilder.document.formula_number import formula_number
from bookbuilder.document.walk import plain
from bookbuilder.html.section_numbers import section_number
from bookbuilder.locales import load
from bookbuilder.sources.citation_style import STYLES, read_style
from bookbuilder.world import World
from tests.cases.case import ROOT

WORLD = World(ROOT)


@pytest.mark.parametrize("name", sorted(STYLES))
@pytest.mark.parametrize(
    ("tag", "comma"), [("ar-EG", "،"), ("fa-IR", "،"), ("ur-PK", "،"), ("he-IL", ","), ("de-DE", ",")]
)
def test_the_parts_of_a_citation_are_parted_by_the_comma_of_the_script(
    name: str, tag: str, comma: str
) -> None:
    style = read_style(name, tag, Span(), WORLD, Findings())
    assert style is not None
    values = [
        value
        for element in etree.fromstring(style.text.encode()).iter()
        for attribute, value in element.attrib.items()
        if attribute in ("delimiter", "prefix", "suffix", "sort-separator")
    ]
    assert {sign for value in values for sign in value if sign in ",;،؛"} <= set(
        comma + ("؛" if comma == "،" else ";")
    )
    assert any(comma in value for value in values)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar-EG", "عبد الله 12 (2019)، ص ٤٨; Penguin 1998, ص ٣، https://example.org/12 (١ مايو)"),
        ("ar-MA", "عبد الله 12 (2019)، ص 48; Penguin 1998, ص 3، https://example.org/12 (1 مايو)"),
        ("fa-IR", "عبد الله 12 (2019)، ص ۴۸; Penguin 1998, ص ۳، https://example.org/12 (۱ مايو)"),
    ],
)
def test_figures_stand_in_the_digits_of_the_locale_behind_its_script(tag: str, expected: str) -> None:
    title = nodes.Styled("emphasis", (nodes.Text("عبد الله 12 (2019)"),), lang="ar")
    place = nodes.Styled("span", (nodes.Text("ص 48"),))
    link = nodes.Link("https://example.org/12", (nodes.Text("https://example.org/12"),))
    content = (
        title,
        nodes.Text("، "),
        place,
        nodes.Text("; Penguin 1998, ص 3، "),
        link,
        nodes.Text(" (1 مايو)"),
    )
    assert plain(with_own_digits(content, load(tag, WORLD))) == expected


@pytest.mark.parametrize(
    ("tag", "formula", "section"),
    [
        ("ar-EG", "(١-٢)", "١-٢-٣"),
        ("fa-IR", "(۱-۲)", "۱-۲-۳"),
        ("ar-MA", "(1.2)", "1.2.3"),
        ("de-DE", "(1.2)", "1.2.3"),
    ],
)
def test_no_full_stop_between_arabic_digits(tag: str, formula: str, section: str) -> None:
    """It looks like their zero: the second formula of the first chapter was read as number 102."""
    locale = load(tag, WORLD)
    assert formula_number(1, 2, locale) == formula
    assert section_number(1, (2, 3), locale) == section
