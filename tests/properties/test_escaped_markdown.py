"""Plain text that is escaped as Markdown is read by our own parser as that text, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Severity
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.importers.clean_text import printable
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.escape_markdown import (
    escape_address,
    escape_lines,
    escape_start,
    escape_text,
    escape_value,
)
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.translate.exchange.inline_codes import CodeRole, InlineCode, number_codes
from bookbuilder.translate.exchange.parse_segment import parse_segment, parser_env
from bookbuilder.translate.exchange.write_segment import write_segment
from bookbuilder.yaml_nodes import yaml_string

STARTS = st.sampled_from([
    *("", "1. ", "1) ", "- ", "+ ", "* ", "***", "---", "___", "===", "# ", "> ", "| a | b", ": ", "::: aside", "{#id} "),
    *("[^1]: ", "[a]: b", "```", "~~~", "~~a~~", "==a==", "%% a", "<div>", "<!--", "&amp;", "&#33;", "$$a$$", "^^", "<<"),
    *("(@a) ", "(@) ", "[[a]]", "![[a]]", "![a](b)", "@a", "{{a}}", "{a}`b`", "- [ ] ", "> [!NOTE]", "[", "H~2~O", "x^2^"),
    *("*[ab]: c", "\\", "a\\"),
])  # fmt: skip
SIGNS = st.text(st.sampled_from("#*_~`[](){}<>!:|-+>\\^\"'=&;/$@%019ab \u00a0„“—…"), max_size=12)
WORDS = st.tuples(STARTS, SIGNS | st.text(st.characters(codec="utf-8"), max_size=12), STARTS | SIGNS)
Kind = TypeVar("Kind", bound=nodes.Node)
TEXTS = WORDS.map(lambda parts: printable("".join(parts)).strip()).filter(bool)
"""Text on one line, as an import has it."""


def parsed(text: str) -> nodes.Chapter:
    """Return a chapter, which must be read without an error."""
    findings = Findings()
    chapter = parse_chapter(text, "chapters/de/01-a.md", directives(), findings)
    assert [str(one) for one in findings.sorted() if one.severity is Severity.ERROR] == [], text
    return chapter


def body(text: str) -> nodes.Chapter:
    return parsed(f"---\ntitle: T\n---\n\n{text}\n")


def words(content: tuple[nodes.Inline, ...]) -> str:
    """Return the text of inlines, which must be nothing else; an address is a link by itself."""
    assert {type(one) for one in walk(content)} <= {nodes.Text, nodes.Link}
    return plain(content)


def only(found: tuple[nodes.Block, ...]) -> str:
    """Return the text of a single paragraph."""
    (block,) = found
    assert isinstance(block, nodes.Paragraph)
    return words(block.content)


def first(kind: type[Kind], chapter: nodes.Chapter, number: int = 0) -> Kind:
    return [one for one in walk(chapter) if isinstance(one, kind)][number]


PLACES: dict[str, Callable[[str], str]] = {
    "paragraph": lambda text: only(body(escape_start(escape_text(text))).blocks),
    "inside": lambda text: only(body(f"a {escape_text(text)} b").blocks)[2:-2],
    "heading": lambda text: words(first(nodes.Heading, body(f"## {escape_text(text)}")).content),
    "item": lambda text: only(first(nodes.Item, body(f"- {escape_start(escape_text(text))}")).blocks),
    "quotation": lambda text: only(first(nodes.Quote, body(f"> {escape_start(escape_text(text))}")).blocks),
    "note": lambda text: only(body(f"a[^1]\n\n[^1]: {escape_start(escape_text(text))}").notes[0].blocks),
    "cell": lambda text: words(first(nodes.Cell, body(f"| a | {escape_text(text)} |\n|---|---|\n| b | c |"), 1).content),
    "emphasis": lambda text: words(first(nodes.Styled, body(f"a *b{escape_text(text)}b* c")).content)[1:-1],
    "link": lambda text: words(first(nodes.Link, body(f"[{escape_text(text)}](https://a.example)")).content),
    "picture": lambda text: first(nodes.Image, body(f"a ![{escape_text(text)}](a.png)")).alt,
    "title": lambda text: words(parsed(f"---\ntitle: {yaml_string(escape_text(text))}\n---\n\na\n").title),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_any_text_is_read_as_itself(place: str) -> None:
    @given(TEXTS)
    def holds(text: str) -> None:
        assert PLACES[place](text).split() == text.split()

    holds()


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_lines_are_one_paragraph(lines: list[str]) -> None:
    text = "\n".join(lines)
    # Between signs of Chinese, Japanese or Thai the end of a line is no space.
    assert "".join(only(body(escape_lines(text)).blocks).split()) == "".join(text.split())


@given(st.lists(st.text("$ 5a", max_size=6), max_size=4))
def test_pieces_with_dollars_are_no_formula(pieces: list[str]) -> None:
    assert (
        only(body(f"b {''.join(map(escape_text, pieces))} b").blocks).split()
        == f"b {''.join(pieces)} b".split()
    )


@given(TEXTS, st.booleans())
def test_an_attribute_has_any_value(text: str, cell: bool) -> None:
    value = escape_value(text.replace("!", "?"), cell=cell)
    written = f"[]{{index={value}}}"
    chapter = body(f"| a | b{written} |\n|---|---|\n| c | d |" if cell else f"a {written}")
    mark = first(nodes.IndexMark, chapter)
    assert mark.entry.split() == text.replace("!", "?").replace("\\", "\u2216").split()


@given(TEXTS)
def test_an_address_is_one(text: str) -> None:
    link = first(nodes.Link, body(f"[a](https://a.example/{escape_address(text)})"))
    assert words(link.content) == "a"
    assert unquote(link.address) == unquote(f"https://a.example/{text}")


@given(TEXTS)
@example("_@a")
def test_a_translation_is_a_paragraph_of_its_words(text: str) -> None:
    written = write_segment((text,), {}, "paragraph")
    assert written is not None
    assert only(body(written).blocks).split() == text.split()


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["", "a\nb"]))
def test_each_line_of_a_translation_is_a_line_of_its_words(lines: list[str], like: str) -> None:
    segment: list[str | InlineCode] = [lines[0]]
    for number, line in enumerate(lines[1:], 1):
        segment += [InlineCode(CodeRole.SINGLE, "lb", "\\\n", "lb", number), line]
    written = write_segment(tuple(segment), {}, "paragraph", like=like)
    assert written is not None
    (block,) = body(written).blocks
    assert isinstance(block, nodes.Paragraph)
    printed = "".join("\n" if isinstance(one, nodes.Break) else plain((one,)) for one in block.content)
    assert [line.split() for line in printed.split("\n")] == [line.split() for line in lines]


def test_a_note_with_a_colon_behind_it_is_a_call() -> None:
    env = parser_env("a[^1]\n\n[^1]: b\n")
    before, line, word, call, after = number_codes(parse_segment("a\\\nb[^1]: c", env))
    assert (before, word, after) == ("a", "b", ": c")
    assert write_segment((call, after), env, "paragraph") == r"[^1]\: c"
    assert write_segment((before, line, call, after), env, "paragraph") == "a\\\n[^1]\\: c"


@pytest.mark.parametrize("raw", ["~~a~~ b", "==a== b", "*a* b", "`a` b", "**a** b", "x^2^ b", "H~2~O b"])
def test_a_translation_that_begins_with_a_mark_keeps_it(raw: str) -> None:
    assert write_segment(number_codes(parse_segment(raw, {})), {}, "paragraph") == raw
