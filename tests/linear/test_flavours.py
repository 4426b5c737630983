"""Chapters in the flavours of other programs are read in linear time as well."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour
from tests.cases.case import FIRST
from tests.linear.cost import GROWTH, LARGE, SECONDS, SMALL

SAMPLES: Mapping[Flavour, tuple[str, ...]] = {
    Flavour.OBSIDIAN: ("[[a", "![[", "[[a|", "%%a", "%% a\n", "%%\n", "[[a]]", "![[a.png]]", "%"),
    Flavour.PANDOC: (
        "[@a",
        "@a ",
        "@",
        "^[a",
        "^[a]",
        "(@",
        "(@a",
        "(@a) b\n",
        ": a\n\n",
        "{.a width=",
        "![a](b){width=",
    ),
    Flavour.QUARTO: (
        "@fig-a ",
        "[@fig-",
        "{{< include",
        "{{< include a >}}\n\n",
        "```{a\n",
        "::: {.callout-note\n",
    ),
    Flavour.MDBOOK: ("{{#include ", "{{#include a}}\n\n", "```rust\n# a\n", "{{#"),
    Flavour.MYST: (
        "{ref}`",
        "{ref}`a`",
        "{a",
        "(a)=\n",
        "(a)=\n\n",
        "% a\n",
        ":::{note}\n",
        "```{note}\n",
        "````{note}\n```{note}\n",
    ),
    Flavour.GFM: ("~a", "~a~ ", "www.a.b/", "https://a", "- [ ] a\n"),
}


def seconds(flavour: Flavour, text: str) -> float:
    """Return how long the processor reads a chapter."""
    dialect = Dialect(flavour, {"chapters/de/a": "a" * 1000})
    start = time.process_time()
    parse_chapter(f"# A\n\n{text}\n", FIRST, directives(), Findings(), "", dialect)
    return time.process_time() - start


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("flavour", "fragment"), [(flavour, one) for flavour, found in SAMPLES.items() for one in found]
)
def test_four_times_the_text_takes_about_four_times_as_long(flavour: Flavour, fragment: str) -> None:
    large = seconds(flavour, fragment * (LARGE // len(fragment)))
    if large > GROWTH * SECONDS["read"]:  # else it cannot have grown by more
        assert large <= GROWTH * seconds(flavour, fragment * (SMALL // len(fragment)))


@pytest.mark.parametrize("flavour", SAMPLES)
def test_a_small_text_of_all_is_read_at_once(flavour: Flavour) -> None:
    assert seconds(flavour, "\n\n".join(one * 50 for one in SAMPLES[flavour])) < 5
