"""Emphasis opens and closes beside punctuation that stands without spaces, and elsewhere as in CommonMark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bookbuilder.markdown.emphasis_beside_cjk import emphasis_beside_cjk

PLAIN = MarkdownIt("commonmark").enable("strikethrough")
OURS = MarkdownIt("commonmark").enable("strikethrough").use(emphasis_beside_cjk)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("これは**「重要」**です。", "これは<strong>「重要」</strong>です。"),
        ("*雨量計。*右", "<em>雨量計。</em>右"),
        ("**重点：**说明", "<strong>重点：</strong>说明"),
        ("**강조(强调)**는", "<strong>강조(强调)</strong>는"),
        (
            "太郎は**「こんにちは」**と*（小声で）*言った",
            "太郎は<strong>「こんにちは」</strong>と<em>（小声で）</em>言った",
        ),
        ("~~「旧」~~新", "<s>「旧」</s>新"),
        ("***『本』***を", "<em><strong>『本』</strong></em>を"),
        ("_あ。_い", "_あ。_い"),
    ],
)
def test_it_opens_and_closes_beside_wide_punctuation(text: str, html: str) -> None:
    assert OURS.render(text).strip() == f"<p>{html}</p>"


@given(st.text("ab*_~ .,“”«»!()[]`é😀—", max_size=40))
def test_other_texts_are_parsed_as_in_commonmark(text: str) -> None:
    assert OURS.render(text) == PLAIN.render(text)


WORD = st.text("雨量計のはカナ한글重点", min_size=1, max_size=4)


@given(WORD, st.sampled_from("「『（《【“"), WORD, st.sampled_from("。、：！？」』）》"), WORD)
def test_what_is_in_signs_is_emphasised_whatever_stands_around(
    before: str, opening: str, inside: str, closing: str, behind: str
) -> None:
    inner = f"{opening}{inside}{closing}"
    assert OURS.render(f"{before}**{inner}**{behind}") == f"<p>{before}<strong>{inner}</strong>{behind}</p>\n"
