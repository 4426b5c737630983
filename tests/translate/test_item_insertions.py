"""New items and rows go where they stand in the source, wherever that is, and nothing else of the translation changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.locales import load
from bookbuilder.translate import state
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.chapter_paths import ChapterPaths
from bookbuilder.translate.exchange.exchange_units import exchange_chapter
from bookbuilder.translate.exchange.fact_printer import FactPrinter
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.write_back import WrittenChapter, write_back
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.translate.state import StateEntry
from bookbuilder.world import World
from tests.cases.case import ROOT

SAID = FactPrinter({}, load("en-US", World(ROOT)))
WORDS = (
    ("Anker", "anchor"), ("Boot", "vessel"), ("Deich", "levee"), ("Ebbe", "tide"), ("Fischer", "angler"),
    ("Grund", "seabed"), ("Hafen", "port"), ("Insel", "island"),
)  # fmt: skip
HEADS = {"row": "| Wort |\n| --- |\n"}
FORMS = st.sampled_from(["- {}\n", "1. {}\n", "> * {}\n", "- {}\n\n", "1. {}\n\n", "row"])


def listed(words: Sequence[str], form: str) -> str:
    """Return a chapter with a list or a table between two paragraphs."""
    lines = "".join((f"| {word} |\n" if form == "row" else form.format(word)) for word in words)
    return f"# A\n\nX.\n\n{HEADS.get(form, '')}{lines.rstrip()}\n\nY.\n"


@pytest.mark.heavy
@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=len(WORDS)).filter(lambda new: not all(new)), FORMS)
def test_new_ones_stand_where_they_stand_in_the_source(new: list[bool], form: str) -> None:
    pairs = list(zip(WORDS, new, strict=False))
    before = [listed([pair[side] for pair, fresh in pairs if not fresh], form) for side in (0, 1)]
    after = [listed([pair[side] for pair, _ in pairs], form) for side in (0, 1)]
    with TemporaryDirectory() as folder:
        root = Path(folder)
        old = [blocks(text, "a.md") for text in before]
        known = [StateEntry(a.digest, a.text, (b.digest,)) for a, b in zip(*old, strict=True)]
        files = {"de.md": after[0], "en.md": before[1], "state.toml": state.state_toml(known)}
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8")
        findings = Findings()
        found = exchange_chapter(
            ChapterReader(World(root), findings),
            ChapterPaths("en", "a", "de.md", "en.md", "state.toml"),
            SAID,
        )
    english = dict(WORDS)
    taken = [
        AcceptedUnit(unit, (english[unit.unit.block.text],), Span("file", 1))
        for unit in found.units
        if unit.open
    ]
    assert len(taken) == sum(new)
    result = write_back(found, taken) if taken else None
    assert result is None or isinstance(result, WrittenChapter)
    assert findings.sorted() == ()
    assert (result.text if result else before[1]) == after[1]
