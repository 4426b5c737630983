"""Hostile chapters and pictures: they are read in time that grows with their size, and no deeper than a reader reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bookbuilder import api
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.picture_files import read_picture
from bookbuilder.facts import read_facts as read_facts
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import FIRST, run

KNOWN = directives()


def read(text: str) -> Findings:
    """Read a chapter and return what is said."""
    findings = Findings()
    parse_chapter(text, FIRST, KNOWN, findings)
    return findings


# -- time --------------------------------------------------------------------------------------------------------

LONG: dict[str, Callable[[int], str]] = {
    "containers of more colons than any closes": lambda n: "::::: a\n:::\n" * n,
    "words": lambda n: "word " * n,
    "one word": lambda n: "w" * n,
    "stars": lambda n: "*" * n,
    "stars and letters": lambda n: "*a " * n,
    "stars and underscores": lambda n: "*a_ " * n,
    "closing stars": lambda n: "a* " * n,
    "opening brackets": lambda n: "[" * n,
    "links that do not close": lambda n: "[a](" * n,
    "links with an angle that does not close": lambda n: "[a](<" * n,
    "pictures that do not close": lambda n: "![a](" * n,
    "pictures in pictures": lambda n: "![" * n + "a" + "](b)" * n,
    "spans that do not close": lambda n: "[a]{" * n,
    "spans with quotes that do not close": lambda n: '[a]{k="' * n,
    "spans": lambda n: "[a]{.b} " * n,
    "loose braces": lambda n: "{#a " * n,
    "closed loose braces": lambda n: "{#a} " * n,
    "loose braces with quotes": lambda n: '{a="' * n,
    "loose braces in quotes": lambda n: '{a="{b=c" d ' * n,
    "backticks": lambda n: "".join("a" + "`" * (i % 50) for i in range(n // 20)),
    "notes that do not close": lambda n: "[^a" * n,
    "calls of one note": lambda n: "[^a] " * n,
    "angles": lambda n: "<" * n,
    "HTML that does not close": lambda n: "<a b='" * n,
    "comments that do not close": lambda n: "a <!-- " * n,
    "declarations that do not close": lambda n: "a <!A " * n,
    "instructions that do not close": lambda n: "a <? " * n,
    "entities": lambda n: "&#0; &a; &" * n,
    "backslashes": lambda n: "\\" * n,
    "tildes": lambda n: "~~a " * n,
    "heading of braces": lambda n: "## " + "{a " * n + "}",
    "heading of closed braces": lambda n: "## " + "{a}" * n + "}",
    "directive of braces": lambda n: "::: aside " + "{a " * n + "}\n:::",
    "quotation marks": lambda n: "> " * n + "a",
    "bullets": lambda n: "- " * n + "a",
    "lines of colons": lambda n: ":::\n" * n,
    "directives that do not close": lambda n: "::: aside\n" * n,
    "terms": lambda n: "a\n: b\n\n" * n,
    "cells": lambda n: "|" * n + "\n" + "|-" * n + "|",
    "rows": lambda n: "|a|\n|-|\n" + "|b|\n" * n,
    "link definitions": lambda n: "".join(f"[a{i}]: b\n" for i in range(n // 10)),
    "notes": lambda n: "".join(f"[^a{i}]\n\n[^a{i}]: b\n\n" for i in range(n // 20)),
    "headings": lambda n: "## a\n" * n,
    "control characters": lambda n: "\x01" * n,
    "front matter": lambda n: "---\n" + "a: b\n" * n,
    "front matter of brackets": lambda n: "---\na: " + "[" * n + "\n---\n",
}


def seconds(text: str) -> float:
    """Return how long the text takes the processor, the best of two; a machine that is busy is no bug."""
    times = []
    for _ in range(2):
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.heavy
@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_size(name: str) -> None:
    make = LONG[name]
    size = 500
    while (small := seconds(make(size))) < 0.02 and size < 16_000:
        size *= 2
    ratios = []
    for _ in range(3):  # a busy machine can disturb one measurement, growth with the square disturbs all
        ratios.append(seconds(make(4 * size)) / max(small, 0.002))
        if ratios[-1] < 10:  # 16 if it grew with the square
            return
        small = max(small, seconds(make(size)))
    pytest.fail(f"4 times the text takes {min(ratios):.0f} times as long")


@pytest.mark.heavy
def test_a_paragraph_of_200_kilobytes_on_one_line(tmp_path: Path) -> None:
    text = "# A\n\n" + "Ein Wort und noch *eins*, dazu [ein Verweis](#01-a). " * 4000
    assert len(text) > 200_000
    start = time.process_time()
    out = run(book.write(tmp_path, {FIRST: text}), FIRST, {"web": ""})
    assert out["says"] == ""
    assert out["web"].count("<em>eins</em>") == out["web"].count('href="#01-a"') == 4000
    assert time.process_time() - start < 30


# -- depth -------------------------------------------------------------------------------------------------------

DEEP: dict[str, Callable[[int], str]] = {
    "quotations": lambda n: "> " * n + "a",
    "lists": lambda n: "".join("  " * i + "- a\n" for i in range(n)),
    "directives": lambda n: "\n".join(":" * (n + 3 - i) + " aside" for i in range(n)) + "\na",
    "emphasis": lambda n: "*a " * n + "b* " * n,
    "strong": lambda n: "**a *b " * n + "c* d** " * n,
    "spans": lambda n: "[a " * n + "b]{.c} " * n,
    "quotations and lists": lambda n: "> - " * n + "a",
}


@pytest.mark.heavy
@pytest.mark.parametrize("depth", [7, 60, 500])
@pytest.mark.parametrize("name", DEEP)
def test_depth(name: str, depth: int, tmp_path: Path) -> None:
    root = book.write(tmp_path, {FIRST: f"# A\n\n{DEEP[name](depth)}\n"}, editions=book.PRINT)
    result = api.build(root)
    codes = {d.code for d in result.diagnostics} - {
        "directive.unclosed",
        "directive.stray",
        "attribute.broken",
    }
    if depth == 7:
        assert not codes & {"block.deep", "text.deep"}
    else:
        assert codes & {"block.deep", "text.deep"} or name == "spans"


@pytest.mark.heavy
def test_what_is_as_deep_as_it_may_be_can_be_made(tmp_path: Path) -> None:
    text = "# A\n\n" + "> " * 20 + "- " * 2 + "*a " * 14 + "b* " * 14 + "\n"
    result = api.build(book.write(tmp_path, {FIRST: text}))
    assert result.diagnostics == ()
    assert len({file.suffix for file in result.files}) >= 2


# -- settings ----------------------------------------------------------------------------------------------------


def test_an_alias_bomb() -> None:
    bomb = "---\na: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{b}, *{b}]\n" for b, c in zip("abcdefghi", "bcdefghij")
    )
    (found,) = read(f"{bomb}---\n\nText.\n").sorted()
    assert (found.code, found.span.line) == ("frontmatter.syntax", 3)


@pytest.mark.parametrize(
    "text",
    [
        "[a]\nnumber = " + "9" * 5000,
        "[a]\nnumber = " + "9" * 400,
        "[a]\nnumber = 1e400",
        "[a]\nnumber = inf",
        "[a]\nnumber = 0x" + "F" * 200,
        "[a]\nnumber = '1e999999999'",
        "[a]\nnumber = '0." + "1" * 60 + "'",
        "[a]\nnumber = 1e-300",
        "[a]\namount = '" + "9" * 100_000 + " USD'",
        "[a]\namount = '9e99 USD'",
        "[a]\nduration = '" + "9" * 100_000 + " hours'",
        "a = " + "[" * 10_000,
        "a = " + "{a=" * 2_000,
    ],
)
def test_numbers_that_are_too_large(text: str) -> None:
    findings = Findings()
    assert read_facts(text, "facts.toml", findings) == {}
    (found,) = findings.sorted()
    assert found.code in ("facts.syntax", "fact.value")
    assert len(found.message) < 300


@pytest.mark.parametrize("number", ["9" * 24, "-" + "9" * 24, "0." + "1" * 23, "1e23", "1e-24", "0", "-0"])
def test_numbers_that_are_large_enough(number: str, tmp_path: Path) -> None:
    files = {
        FIRST: "# A\n\n[x]{fact=a} [x]{fact=b} [x]{fact=c}\n",
        "chapters/en/01-a.md": "# A\n\n[x]{fact=a} [x]{fact=b form=name} [x]{fact=c}\n",
        "facts.toml": f"[a]\nnumber = '{number}'\n[b]\namount = '{number.replace('e-24', '')} USD'\nequivalent = 'EUR'\n"
        f"rate = '1.1345'\n[c]\nduration = '{number.lstrip('-').replace('e23', '').replace('e-24', '')} hours'\n",
    }
    out = run(book.write(tmp_path, files), FIRST, {"web": ""})
    assert out["says"] == ""


# -- pictures ----------------------------------------------------------------------------------------------------


def sample(kind: str) -> bytes:
    """Return a small picture of a kind."""
    data = BytesIO()
    Image.linear_gradient("L").resize((24, 24)).save(data, kind)
    return data.getvalue()


SAMPLES = {
    suffix: sample(kind)
    for suffix, kind in {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP"}.items()
}


@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6),
    st.integers(0, 40),
)
def test_a_picture_that_is_damaged_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(SAMPLES[suffix])
    for place, value in changes:
        data[place % len(data)] = value
    folder = tmp_path_factory.getbasetemp()
    (folder / f"x.{suffix}").write_bytes(bytes(data[: len(data) - cut]))
    findings = Findings()
    found = read_picture(World(folder), f"x.{suffix}", Span(), findings)
    assert (found is None) == findings.failed


def drawing(folder: Path, data: bytes) -> list[str]:
    """Return the codes of what is said about a drawing."""
    (folder / "a.svg").write_bytes(data)
    findings = Findings()
    read_picture(World(folder), "a.svg", Span(), findings)
    return [d.code for d in findings.sorted()]


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_that_is_an_entity_bomb(encoding: str, tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9)
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE svg [{entities}]>{HEAD}<text>&a9;</text></svg>'
    )
    assert drawing(tmp_path, text.encode(encoding)) in (["image.active"], ["image.kind"])


def test_a_drawing_that_reads_a_file_by_an_entity(tmp_path: Path) -> None:
    text = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}<text>&a;</text></svg>'
    assert drawing(tmp_path, text.encode()) == ["image.active"]


def test_a_drawing_that_is_nested_deeply(tmp_path: Path) -> None:
    assert drawing(tmp_path, f"{HEAD}{'<g>' * 5000}{'</g>' * 5000}</svg>".encode()) == ["image.kind"]


def test_a_drawing_that_uses_itself_many_times_over(tmp_path: Path) -> None:
    levels = "".join(f'<g id="g{i + 1}">{f"""<use href="#g{i}"/>""" * 10}</g>' for i in range(9))
    text = f'{HEAD}<defs><rect id="g0" width="1" height="1"/>{levels}</defs><use href="#g9"/></svg>'
    assert drawing(tmp_path, text.encode()) == ["image.active"]


def test_a_drawing_that_uses_itself_for_ever(tmp_path: Path) -> None:
    text = f'{HEAD}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>'
    assert drawing(tmp_path, text.encode()) == ["image.active"]


def test_a_drawing_that_uses_itself_in_a_long_chain(tmp_path: Path) -> None:
    links = "".join(f'<g id="g{i}"><use href="#g{i + 1}"/></g>' for i in range(5000))
    assert drawing(tmp_path, f"{HEAD}{links}</svg>".encode()) == ["image.active"]


@pytest.mark.parametrize("size", ['width="-1" height="x"', 'width="0" height="0"', ""])
def test_a_drawing_whose_size_makes_no_sense(size: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>')
    found = read_picture(World(tmp_path), "a.svg", Span(), Findings())
    assert found and (found.width, found.height) == (300.0, 150.0)
