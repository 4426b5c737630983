"""Our ways through brackets and signs find what those of the library find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.token import Token

from bookbuilder.markdown.markdown_parser import library_parser, parser

LIBRARY = library_parser()
PIECES = (
    *(
        "[",
        "]",
        "](b)",
        "![",
        "[^",
        "]{.c}",
        "{.d}",
        "{%e%}",
        "{",
        "}",
        "](<",
        "](",
        ")",
        '"',
        "[f]",
        "[f]: g\n",
        "\n\n",
    ),
    *(
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "<",
        ">",
        "<!--",
        "-->",
        "<i j='k'>",
        "&amp;",
        "&#x41;",
        "&",
        "\\",
        "\\[",
        "\\]",
    ),
    *("\n", "  \n", " ", "l", "m n", "!", "@", "https://o.p", "# ", "- ", "> ", "::: q\n", "|", "|-|"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("[a [b](c) d](e) ![f [g](h)](i){.j}")
@example("[a `]` b]{.c} [d][f]\n\n[f]: g")
@example("[[[a]{.b}]{.c}](d)")
@example("[^[^a]] [b [^c] d](e)")
def test_the_tokens_are_those_of_the_library(text: str) -> None:
    assert list(_told(parser().parse(text))) == list(_told(LIBRARY.parse(text)))


def _told(tokens: Iterable[Token]) -> Iterator[tuple[object, ...]]:
    for token in tokens:
        yield (
            token.type,
            token.tag,
            token.nesting,
            token.content,
            token.markup,
            token.info,
            token.attrs,
            token.map,
        )
        if token.type == "footnote_ref":
            yield (token.meta["label"],)
        yield from _told(token.children or ())
