"""The catalogs of the languages of the program: all translated, with the same placeholders, no sentence from pieces."""

import ast
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from scripts.program_sentences import (
    HEAD,
    PACKAGE,
    TEMPLATE,
    WORDS,
    catalogs,
    is_required,
    is_said,
    outer_nodes,
    template,
    texts,
    written,
)

PLACE = re.compile(r"\{[^{}]*\}")
ENGLISH_QUOTES = re.compile(r"![rs]")
MARKUP = re.compile(r"[<=]|\n")
FILL = "fill it in after `make messages`"


@cache
def made() -> Catalog:
    return template()


def entries(place: Path) -> dict[tuple[str, str], str]:
    catalog = read_po(BytesIO(place.read_bytes()))
    return {(entry.context or "", str(entry.id)): str(entry.string or "") for entry in catalog if entry.id}


def places(text: str) -> set[str]:
    return {ENGLISH_QUOTES.sub("", place) for place in PLACE.findall(text)}


def test_the_template_says_what_the_sources_say() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == HEAD + written(made()), "run `make messages`"


@pytest.mark.parametrize("place", [*catalogs()], ids=lambda place: place.stem)
def test_every_sentence_is_translated(place: Path) -> None:
    said = entries(place)
    wanted = {
        (entry.context or "", str(entry.id)): is_required(entry, place.stem) for entry in made() if entry.id
    }
    assert not sorted(text for text in wanted if wanted[text] and not said.get(text)), FILL
    assert not sorted(text for text in said if text not in wanted), "nobody says this any more"


@pytest.mark.parametrize("place", [*catalogs()], ids=lambda place: place.stem)
def test_a_translation_has_the_placeholders_of_its_sentence(place: Path) -> None:
    said = {text: said for (_, text), said in entries(place).items() if said}
    assert not {text: translated for text, translated in said.items() if places(text) != places(translated)}


def test_no_sentence_is_put_together_from_pieces() -> None:
    found = []
    for place in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(place.read_text(encoding="utf-8"))
        outer = outer_nodes(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and is_said(node, outer):
                words = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else " … " for part in node.values
                )
                if WORDS.search(words) and not MARKUP.search(words):
                    found.append(f"{place.relative_to(PACKAGE)}:{node.lineno}: {words}")
    assert not found, "make a Phrase of it"


def test_what_is_said_is_found() -> None:
    source = 'report(RULE, span, hint="take it out", name=Phrase("the fact {fact}", fact=fact), path="a b")'
    assert set(texts(source)) == {"the fact {fact}", "take it out"}
