"""A text with too many marks is told at the line where there are too many, whatever repeats in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.markdown import token_positions
from bookbuilder.markdown.markdown_parser import CROWDED, parser


@given(count=st.integers(2, 40), words=st.integers(1, 5), most=st.integers(5, 60), picture=st.booleans())
def test_the_line_in_blocks_that_are_equal_is_that_in_blocks_that_differ(
    count: int, words: int, most: int, *, picture: bool
) -> None:
    shape = "![{0}](a.png)" if picture else "{0}"

    def said(word: Callable[[int], str]) -> object:
        env: dict[str, object] = {}
        parser().parse("\n\n".join(shape.format(f"*{word(n)}* " * words) for n in range(count)), env)
        return env.get(CROWDED)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(token_positions, "INLINES", most)
        assert said(lambda _: "aa") == said(lambda n: f"{n:02}")
