"""The fences that are read once for an item are those that are found from each container in it."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from bookbuilder.markdown import fenced_containers

LINES = (
    *("::: a", "::: a :::", ":::: b", ":::", ":::::", "  :::", "    :::", "> ::: q", "> :::", "- ::: l"),
    *("```", "~~~", "- ```", "> ```", "> ", "> > ", "- ", "1. ", "  ", "text", "", "\t"),
)
markdown_lines = st.builds(
    "{}{}{}".format, st.sampled_from(("", "", "", "> ", "- ", "  ")), st.sampled_from(LINES), st.just("\n")
)
PARSER = MarkdownIt("commonmark")
fenced_containers.fenced_containers(PARSER)


def parsed_tokens(text: str) -> list[tuple[object, ...]]:
    return [(one.type, one.map, one.markup, one.info, one.content, one.level) for one in PARSER.parse(text)]


def without_fence_cache(theirs: Callable[..., object]) -> Callable[..., object]:
    def container_fences(state: StateBlock, *place: int) -> object:
        state.env.pop(fenced_containers._FENCES, None)
        return theirs(state, *place)

    return container_fences


@given(st.lists(markdown_lines, max_size=25).map("".join))
@example(
    "::: a\n  \n::: a\n:::: b\n> ~~~\n~~~\n:::: b\n  :::\n:::\n- ```\n- ```\n:::: b  :::\n  :::> ::: q\n    :::\n"
)
@example("- ::: a\n  ::: b\n  :::\n  :::\n\n> ::: a\n> ::: b\n> :::\n> :::\n\n::: a\n::: b\n:::\n")
def test_they_are_the_same(text: str) -> None:
    found = parsed_tokens(text)
    with patch.object(
        fenced_containers, "_container_fences", without_fence_cache(fenced_containers._container_fences)
    ):
        assert parsed_tokens(text) == found
