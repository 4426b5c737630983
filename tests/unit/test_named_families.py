"""Families that a style sheet names are found as by the plain rule: every name between signs, and what is behind a size."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.html.named_families import named_families

FAMILIES = ("Arno", "Pro", "Arno Pro", "Source Code Pro", "Straße", "A1 b")
PIECES = (
    *FAMILIES,
    *("STRASSE", "arno", " ", "  ", "\n", "\t", "9pt ", "italic ", "a1", "1"),
    *(",", ":", ";", "{", "}", "(", ")", "!", "'", '"', "/*", "*/", "{#", "#}", "font: "),
)


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def by_the_rule(css: str) -> set[str]:
    css = re.sub(r"/\*.*?\*/|{#.*?#}", " ", css, flags=re.DOTALL)
    quotes = r""""([^"\n]*)"|'([^'\n]*)'"""
    parts = [folded(one or other) for one, other in re.findall(quotes, css)]
    plain = [folded(part) for part in re.split(r"[:,;{}()\[\]!]", re.sub(quotes, ",", css))]
    parts += [*plain, *(re.sub(r".*\d\S* ", "", part) for part in plain)]
    return {family for family in FAMILIES if folded(family) in parts}


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_they_are_found_as_by_the_plain_rule(css: str) -> None:
    assert named_families(css, FAMILIES) == by_the_rule(css)


def test_a_longer_name_and_an_empty_one() -> None:
    assert named_families("p { font: 9pt Source Code Pro }", ["", "Source Code Pro", "Code Pro"]) == {
        "",
        "Source Code Pro",
    }
