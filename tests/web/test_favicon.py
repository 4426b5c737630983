"""The icon of the web edition has the colours of the cover."""

from __future__ import annotations

import pytest

from bookbuilder.formats.web.favicon import favicon


@pytest.mark.parametrize("colour", ["rgb(11 93 76)", "#0b5d4c", "teal", "hsl(168, 79%, 20%)"])
def test_a_colour_is_that_of_the_theme_as_it_is_written(colour: str) -> None:
    """Colours that are functions were replaced by those of the program."""
    assert f'fill="{colour}"'.encode() in favicon({"ground": colour})


def test_a_theme_without_colours_has_those_of_the_program() -> None:
    assert favicon({}) == favicon({"ground": "#16242e", "ink": "#f5f0e6", "accent": "#d9472f"})
