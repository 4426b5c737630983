"""What holds for every text: nothing is lost, nothing crashes, every place is true."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, transform, walk
from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.medium import Medium
from bookbuilder.locales import Locale, load
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import World
from tests.cases.case import FIRST, ROOT

KNOWN = directives()
GERMAN = load("de", World(ROOT))

words = st.text("abcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00fc\u00df", min_size=1, max_size=8)
arbitrary = st.text(
    st.one_of(
        st.sampled_from("#*_~`[](){}<>!:|-+>\\\n\n \t.^\"'=&;/0123456789abc"), st.characters(codec="utf-8")
    ),
    max_size=300,
)


def parsed(text: str) -> tuple[nodes.Chapter, Findings]:
    """Return a chapter and what is said about it."""
    findings = Findings()
    return parse_chapter(text, FIRST, KNOWN, findings), findings


def medium(locale: Locale, *, paged: bool = False, epub: bool = False) -> Medium:
    """Return a medium in which every address is what it leads to."""

    def href(target: nodes.Target) -> str:
        return f"#{target.anchor}"

    return Medium(locale, href, str, (lambda target: "7") if paged else None, footnotes=paged, epub=epub)


def xhtml(found: nodes.Chapter, medium: Medium) -> str:
    """Return the body of a chapter and its notes, with their calls numbered."""
    labels = {note.label: number for number, note in enumerate(found.notes, 1)}

    def number(node: nodes.Node) -> nodes.Node:
        from msgspec.structs import replace

        return replace(node, number=labels[node.label]) if isinstance(node, nodes.NoteRef) else node

    from msgspec.structs import replace

    numbered: nodes.Chapter = transform(replace(found, notes=()), number)
    numbered = replace(numbered, notes=tuple(replace(n, number=labels[n.label]) for n in found.notes))
    r = renderer(medium, numbered)
    body = blocks(numbered.blocks, r)
    return f'<body xmlns:epub="urn:x">{body}{notes(r)}</body>'


# -- nothing is lost ---------------------------------------------------------------------------------------------


class Numbered:
    """Gives words that are all different, so that one that is lost or doubled is seen."""

    def __init__(self) -> None:
        self.count = 0
        self.notes: list[str] = []

    def word(self) -> str:
        self.count += 1
        return f"wort{self.count}wort"


@st.composite
def inline(draw: st.DrawFn, give: Numbered, depth: int = 2) -> str:
    """Return a run of words with marks."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(
            st.sampled_from(
                ["plain", "plain", "em", "strong", "strike", "code", "span", "link", "ref", "note", "mark"]
            )
        )
        inner = draw(inline(give, depth - 1)) if depth and kind in ("em", "strong", "span") else give.word()
        match kind:
            case "em":
                parts.append(f"*{inner}*")
            case "strong":
                parts.append(f"**{inner}**")
            case "strike":
                parts.append(f"~~{inner}~~")
            case "code":
                parts.append(f"`{inner}`")
            case "span":
                parts.append(f"[{inner}]{{.{draw(words)}}}")
            case "link":
                parts.append(f"[{inner}](https://example.org)")
            case "ref":
                parts.append(f"[{inner}](#01-a)")
            case "mark":
                parts.append(f'[{inner}]{{index="Eintrag"}}')
            case "note":
                label = f"n{len(give.notes)}"
                give.notes.append(f"[^{label}]: {give.word()} {give.word()}")
                parts.append(f"{inner}[^{label}]")
            case _:
                parts.append(inner)
    return draw(st.sampled_from([" ", " ", "\n"])).join(parts)


def indented(text: str, first: str, rest: str) -> str:
    """Return a text whose lines begin with something."""
    return "\n".join((first if not i else rest) + line for i, line in enumerate(text.split("\n")))


@st.composite
def block(draw: st.DrawFn, give: Numbered, depth: int = 2) -> str:
    """Return a block of Markdown."""
    simple = ["paragraph", "paragraph", "heading", "code", "table", "terms"]
    nested = ["quote", "list", "numbers", "aside", "pullquote", "epigraph"]
    kind = draw(st.sampled_from(simple + nested if depth else simple))
    if kind in nested:
        inner = "\n\n".join(draw(block(give, depth - 1)) for _ in range(draw(st.integers(1, 2))))
    else:
        inner = ""
    match kind:
        case "heading":
            return f"## {give.word()} *{give.word()}*"
        case "code":
            return f"```\n{give.word()}\n```"
        case "table":
            a, b, c, d = (give.word() for _ in range(4))
            return f"| {a} | *{b}* |\n|---|--:|\n| {c} | `{d}` |"
        case "terms":
            return f"{give.word()}\n: {give.word()}"
        case "quote":
            return indented(inner, "> ", "> ")
        case "list":
            return indented(inner, "- ", "  ")
        case "numbers":
            return indented(inner, "1. ", "   ")
        case "aside":
            return f"::::{':' * depth} aside {give.word()}\n{inner}\n::::{':' * depth}"
        case "pullquote" | "epigraph":
            return f"::::{':' * depth} {kind}\n{inner}\n::::{':' * depth}"
        case _:
            return draw(inline(give))


@st.composite
def whole(draw: st.DrawFn) -> str:
    """Return a chapter of several blocks and the notes that they call."""
    give = Numbered()
    parts = [draw(block(give)) for _ in range(draw(st.integers(1, 4)))]
    return "# Titel\n\n" + "\n\n".join([*parts, *give.notes]) + "\n"


@given(whole(), st.sampled_from(["web", "epub", "print"]))
def test_no_word_is_lost_or_doubled(text: str, name: str) -> None:
    found, findings = parsed(text)
    assert [str(d) for d in findings.sorted() if not d.code.startswith("heading.")] == []
    tree = etree.fromstring(xhtml(found, medium(GERMAN, paged=name == "print", epub=name == "epub")))
    seen = re.findall(r"wort\d+wort", " ".join(str(t) for t in tree.itertext()))
    assert sorted(seen) == sorted(re.findall(r"wort\d+wort", text))


# -- nothing crashes, every place is in the file -----------------------------------------------------------------


def inside(span: Span, text: str) -> bool:
    """Whether a place is one of the file."""
    lines = text.split("\n")
    return (
        span.path == FIRST
        and span.line <= len(lines)
        and (span.line == 0 or span.column <= len(lines[span.line - 1]) + 1)
    )


@given(arbitrary)
def test_any_text_is_read(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the World reads a file
    found, findings = parsed(text)
    assert [str(d) for d in findings.sorted() if not inside(d.span, text)] == []
    assert [node for node in walk(found) if node.span.path and not inside(node.span, text)] == []
    assert parsed(text)[0] == found
    for name in ("web", "epub", "print"):
        etree.fromstring(xhtml(_whole(found), medium(GERMAN, paged=name == "print", epub=name == "epub")))


def _whole(found: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter without calls of notes that are not there, as `assemble` would have refused them."""
    labels = {note.label for note in found.notes}
    result: nodes.Chapter = transform(
        found, lambda node: () if isinstance(node, nodes.NoteRef) and node.label not in labels else node
    )
    return result


@given(st.text(st.sampled_from(":> -\n ainsde{}.#"), max_size=120))
def test_any_row_of_colons_is_read(text: str) -> None:
    _, findings = parsed(f"# A\n\n{text}\n")
    assert all(inside(d.span, f"# A\n\n{text}\n") for d in findings.sorted())


@given(st.text(st.sampled_from("abc:-[]{}&*!|>'\"%@`#, \n\t?"), max_size=120))
def test_any_front_matter_is_read(head: str) -> None:
    text = f"---\n{head}\n---\n\nText.\n"
    _, findings = parsed(text)
    assert all(inside(d.span, text) for d in findings.sorted())


# -- every place is true -----------------------------------------------------------------------------------------

PREFIXES = [
    "",
    "> ",
    "- ",
    "1. ",
    "> - ",
    "    ",
    "## ",
    "| x | ",
    "[^n]: ",
    "Wort\n: ",
    "*a* `b` ",
    "a\nb\n",
    "> a\n> ",
]
CONSTRUCTS: dict[str, tuple[str, Callable[[nodes.Node], bool]]] = {
    "link": ("[wort](https://example.org)", lambda node: isinstance(node, nodes.Link)),
    "reference": ("[](#ziel)", lambda node: isinstance(node, nodes.Reference)),
    "image": ("![bild](p.svg)", lambda node: isinstance(node, nodes.Image)),
    "note": ("[^fuss]", lambda node: isinstance(node, nodes.NoteRef)),
    "span": ("[wort]{.k}", lambda node: isinstance(node, nodes.Styled) and node.kind == "span"),
    "emphasis": ("*wort*", lambda node: isinstance(node, nodes.Styled) and node.kind == "emphasis"),
}


@given(
    st.sampled_from(PREFIXES),
    st.lists(
        st.sampled_from(
            ["wort", "*betont*", "`code`", "\\*", "&amp;", "[s]{.x}", "a_b", "ä", "\U0001f600", "!"]
        ),
        max_size=4,
    ),
    st.sampled_from(sorted(CONSTRUCTS)),
    st.sampled_from(["", " danach", ".", " *x*"]),
)
def test_a_construct_is_where_it_is_said_to_be(prefix: str, before: list[str], name: str, after: str) -> None:
    source, matches = CONSTRUCTS[name]
    assume(prefix != "    ")
    assume(not (name == "span" and "[s]{.x}" in before))
    assume(not (name == "emphasis" and ("*betont*" in before or "*x*" in after or "*a*" in prefix)))
    line = " ".join([*before, source]) + after
    head = "| k | k |\n|---|---|\n" if prefix.startswith("|") else ""
    text = f"# Titel\n\n{head}{prefix}{line}{' |' if head else ''}\n"
    found, _ = parsed(text)
    matching = [node for part in (found.blocks, found.notes) for node in walk(part) if matches(node)]
    assert len(matching) == 1
    span = matching[0].span
    assert text.split("\n")[span.line - 1][span.column - 1 :].startswith(source)


# -- words ----------------------------------------------------------------------------------------------------


@given(whole())
def test_the_plain_words_are_those_of_the_source(text: str) -> None:
    found, _ = parsed(text)
    said = " ".join(plain((node,)) for node in walk(found.blocks) if isinstance(node, nodes.Styled))
    assert set(re.findall(r"wort\d+wort", said)) <= set(re.findall(r"wort\d+wort", text))
