"""Marks in the words around the key of a citation: for the processor of citations, and for translators."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.markdown.citation_syntax import cited_sources
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.pipeline.citation_words import marked_words
from bookbuilder.translate.exchange.inline_codes import InlineCode
from bookbuilder.translate.exchange.parse_segment import parse_segment
from bookbuilder.translate.exchange.write_segment import write_segment

WORDS = st.text("abä ثميー、語.,:;*_~^=`\\&'„“", min_size=1, max_size=12).filter(lambda text: text.strip())
MARKS = st.sampled_from(["{}", "*{}*", "**{}**", "_{}_", "`{}`"])


def shown(content: list[dict[str, Any]]) -> str:
    return "".join(
        " "
        if one["t"] == "Space"
        else one["c"]
        if one["t"] == "Str"
        else one["c"][1]
        if one["t"] == "Code"
        else shown(one["c"])
        for one in content
    )


@given(WORDS)
def test_escaped_signs_are_printed_as_they_are(text: str) -> None:
    assert " ".join(shown(marked_words(escape_text(text))).split()) == " ".join(text.split())


@given(st.lists(st.tuples(MARKS, st.text("abcäثمー", min_size=1, max_size=5)), min_size=1, max_size=4))
def test_no_word_is_lost_in_marks(parts: list[tuple[str, str]]) -> None:
    text = " ".join(mark.format(word) for mark, word in parts)
    assert shown(marked_words(text)) == " ".join(word for _, word in parts)


@given(MARKS, MARKS, st.sampled_from(["vgl.", "siehe auch", "انظر", "参照"]))
def test_translators_get_marks_as_codes(before: str, behind: str, word: str) -> None:
    text = f"Wort [{before.format(word)} @kant, S. 12, {behind.format('passim')}; @{{un.}}] und mehr."
    segment = parse_segment(text, {})
    written = write_segment(segment, {}, "paragraph")
    assert written is not None
    assert parse_segment(written, {}) == segment
    said = "".join(part for part in segment if not isinstance(part, InlineCode))
    assert "*" not in said and "`" not in said


def test_semicolons_that_part_no_sources() -> None:
    text = r"[siehe&nbsp;auch @kant, S. 3\; 4, AT&T; @un]"
    assert [(one.key, one.prefix, one.suffix) for one in cited_sources(text)] == [
        ("kant", "siehe&nbsp;auch", r"\; 4, AT&T"),
        ("un", "", ""),
    ]
