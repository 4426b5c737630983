"""Places in sources are read in every language of the program, and pandoc reads the words for them that it is given."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.locales import available, load
from bookbuilder.sources.citation_style import read_style
from bookbuilder.sources.locator_terms import TERMS
from bookbuilder.sources.locator_words import WORDS
from bookbuilder.sources.locators import LABELS, locator_word, parse_locator
from bookbuilder.world import World

KINDS = "".join(
    f'<{name} locator="{label}"><text value="{label}:"/><text variable="locator"/></{name}>'
    for name, label in zip(["if"] + ["else-if"] * len(LABELS), LABELS, strict=False)
)
STYLE = f"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>t</title><id>t</id>
<updated>2020-01-01T00:00:00Z</updated></info><citation><layout delimiter=";"><choose>{KINDS}</choose></layout></citation>
<bibliography><layout><text variable="title"/></layout></bibliography></style>"""
BOOK = "---\nreferences:\n- id: a\n  title: A\n  type: book\n---\n"
RARE = {"article-locator", "timestamp", "title-locator", "opus", "sub-verbo", "issue", "folio", "note"}
"""Kinds for which not every language has a word, or which pandoc has no kind for, and sets as words."""


@pytest.mark.parametrize("locale", available())
def test_pandoc_reads_the_words_of_each_language(locale: str, tmp_path: Path) -> None:
    (tmp_path / "kinds.csl").write_text(STYLE, encoding="utf-8")
    world = World(tmp_path)
    found = load(locale, world)
    style = read_style("kinds.csl", found.tag, Span(""), world, Findings())
    assert style is not None
    (tmp_path / "kinds.csl").write_text(style.text, encoding="utf-8")
    labels = [label for label in LABELS if label not in RARE and (found.language, label) != ("uk", "section")]
    cited = "\n\n".join(f"[@a, {{{locator_word(label, found.language)} 7}}]" for label in labels)
    command = [
        "pandoc",
        "--citeproc",
        "--csl",
        str(tmp_path / "kinds.csl"),
        "-M",
        f"lang={found.tag}",
        "-t",
        "plain",
    ]
    done = subprocess.run(command, input=BOOK + cited, capture_output=True, text=True, check=True)
    assert re.sub("[\\xa0 ]", "", done.stdout).split("\n\n")[: len(labels)] == [
        f"{label}:7" for label in labels
    ]


@pytest.mark.parametrize("language", [*TERMS, *WORDS])
def test_what_an_author_writes_is_a_place(language: str) -> None:
    kinds = {**WORDS.get(language, {}), **TERMS.get(language, {})}
    for label, words in kinds.items():
        for word in words if label in LABELS else ():
            place = parse_locator(f", {word} 12–14, x")
            assert place is not None and (place.value, place.rest) == ("12–14", ", x"), word
            assert place.label in LABELS


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        (", S. 3", "page", "3"),
        ("، ص 12–14", "page", "12–14"),
        ("、第3章", "chapter", "3"),
        ("，12頁", "page", "12"),
        ("、12〜14頁", "page", "12〜14"),
        (", ст. 5", "article-locator", "5"),
        (", עמ' 7", "page", "7"),
    ],
)
def test_each_script_has_its_own_comma(text: str, label: str, value: str) -> None:
    place = parse_locator(text)
    assert place is not None and (place.label, place.value, place.rest) == (label, value, "")
