"""The examples of CommonMark's specification: each is printed with all its words, or refused with its place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest
from lxml import html

from bookbuilder.diagnostics import Findings, Severity
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.importers.markdown_sources.convert_chapters import convert_chapters
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour
from tests.cases.case import FIRST
from tests.judges.suites import COMMONMARK, GFM, suite

_EXAMPLE = re.compile(r"^`{32} example[ \w]*\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
HEAD = "# Title of the chapter\n\n"
KNOWN = 650
"""Examples of version 0.31; a copy with fewer was not read whole."""
NOTICES = {("import.classes", False), ("import.level", False)}
REFUSED = 0.4
"""The share that may be refused: raw HTML, addresses of no place, headings that skip a level, pictures without words."""


@dataclass(frozen=True)
class Example:
    """An example: its number, its Markdown, and the HTML that it stands for."""

    number: int
    markdown: str
    html: str


@cache
def examples(suite_name: tuple[str, str] = COMMONMARK, path: str = "spec.txt") -> tuple[Example, ...]:
    """Return the examples of a specification; an arrow is a tab there."""
    text = (suite(*suite_name) / path).read_text(encoding="utf-8").replace("\u2192", "\t")
    return tuple(Example(number, *match.groups()) for number, match in enumerate(_EXAMPLE.finditer(text), 1))


def wanted(example: Example) -> list[str]:
    """Return the words that a browser shows for an example, with the alternative texts of its pictures."""
    if not example.html.strip():
        return []
    parts: list[str] = []
    for element in html.fragment_fromstring(example.html, create_parent="div").iter():
        if isinstance(element.tag, str):
            parts += [element.get("alt", "") if element.tag == "img" else "", element.text or ""]
        parts.append(element.tail or "")
    return sorted(_WORD.findall(" ".join(parts)))


def printed(chapter: nodes.Chapter) -> list[str]:
    """Return the words of a chapter's body and notes."""
    parts = []
    for node in walk((chapter.blocks, chapter.notes)):
        match node:
            case (
                nodes.Text(text=own) | nodes.CodeText(text=own) | nodes.Code(text=own) | nodes.Image(alt=own)
            ):
                parts.append(own)
            case _:
                pass
    return sorted(_WORD.findall(" ".join(parts)))


def judged(example: Example, flavour: Flavour) -> str:
    """Return `printed`, `refused`, or what was lost and what was added."""
    findings = Findings()
    chapter = parse_chapter(HEAD + example.markdown, FIRST, directives(), findings, "", Dialect(flavour))
    errors = [one for one in findings.sorted() if one.severity is Severity.ERROR]
    if errors:
        return "refused" if all(one.span.line for one in errors) else f"without a line: {errors}"
    ours, theirs = Counter(printed(chapter)), Counter(wanted(example))
    captions = Counter(_WORD.findall(" ".join(re.findall(r'<img[^>]* title="([^"]*)"', example.html))))
    if (
        not theirs - ours and not ours - theirs - captions
    ):  # a picture that stands alone is a figure, with its title
        return "printed"
    return f"lost {theirs - ours}, added {ours - theirs}"


@pytest.mark.parametrize("flavour", [Flavour.COMMONMARK, Flavour.BOOKBUILDER])
def test_each_example_is_printed_with_all_its_words_or_refused(flavour: Flavour) -> None:
    found = {example: judged(example, flavour) for example in examples()}
    assert len(found) >= KNOWN
    wrong = {one.number: said for one, said in found.items() if said not in ("printed", "refused")}
    assert wrong == {}
    shares = Counter(found.values())
    print(f"{flavour}: {shares['printed']} of {len(found)} printed, {shares['refused']} refused")
    assert shares["refused"] <= REFUSED * len(found)


def test_each_example_of_github_is_printed_or_refused() -> None:
    found = {example: judged(example, Flavour.GFM) for example in examples(GFM, "test/spec.txt")}
    assert len(found) >= KNOWN
    wrong = {one.markdown: said for one, said in found.items() if said not in ("printed", "refused")}
    # It extends version 0.29, in which no comment could hold two hyphens; since 0.31 one can.
    assert wrong.keys() == {"foo <!-- not a comment -- two hyphens -->\n"}
    shares = Counter(found.values())
    print(f"gfm: {shares['printed']} of {len(found)} printed, {shares['refused']} refused")
    assert shares["refused"] <= REFUSED * len(found)


def test_what_is_printed_can_be_converted() -> None:
    """`import --convert` writes every example anew that is printed, with the same words; others stay as they are."""
    for flavour, found in ((Flavour.COMMONMARK, examples()), (Flavour.GFM, examples(GFM, "test/spec.txt"))):
        kept = set()
        for example in found:
            findings = Findings()
            files = {FIRST: f"---\ntitle: Title\n---\n\n{example.markdown}".encode()}
            if not convert_chapters(files, flavour, findings)[1]:
                kept |= {(one.code, "an error" in one.message) for one in findings.sorted()} - NOTICES
        assert kept <= {("import.unconverted", True)}, flavour


def test_the_judge_finds_fault() -> None:
    assert judged(
        Example(1, "One *two*\n", "<p>One <em>two</em> three</p>\n"), Flavour.COMMONMARK
    ).startswith("lost")
    assert judged(Example(2, "<div>\n", "<div>\n"), Flavour.COMMONMARK) == "refused"
