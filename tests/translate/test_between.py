"""New items and rows go where they stand in the source, wherever that is, and nothing else of the translation changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.locales import load
from bookbuilder.translate import state
from bookbuilder.translate.blocks import blocks
from bookbuilder.translate.chapters import Paths
from bookbuilder.translate.exchange.compared import Taken
from bookbuilder.translate.exchange.placed import Placed, placed
from bookbuilder.translate.exchange.prints import Prints
from bookbuilder.translate.exchange.units import chapter
from bookbuilder.translate.load import Reader
from bookbuilder.translate.state import Entry
from bookbuilder.world import World
from tests.cases.case import ROOT

SAID = Prints({}, load("en-US", World(ROOT)))
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


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=len(WORDS)).filter(lambda new: not all(new)), FORMS)
def test_new_ones_stand_where_they_stand_in_the_source(new: list[bool], form: str) -> None:
    pairs = list(zip(WORDS, new, strict=False))
    before = [listed([pair[side] for pair, fresh in pairs if not fresh], form) for side in (0, 1)]
    after = [listed([pair[side] for pair, _ in pairs], form) for side in (0, 1)]
    with TemporaryDirectory() as folder:
        root = Path(folder)
        old = [blocks(text, "a.md") for text in before]
        known = [Entry(a.digest, a.text, (b.digest,)) for a, b in zip(*old, strict=True)]
        files = {"de.md": after[0], "en.md": before[1], "state.toml": state.written(known)}
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8")
        findings = Findings()
        found = chapter(Reader(World(root), findings), Paths("en", "a", "de.md", "en.md", "state.toml"), SAID)
    english = dict(WORDS)
    taken = [
        Taken(unit, (english[unit.unit.block.text],), Span("file", 1)) for unit in found.units if unit.open
    ]
    assert len(taken) == sum(new)
    result = placed(found, taken) if taken else None
    assert result is None or isinstance(result, Placed)
    assert findings.sorted() == ()
    assert (result.text if result else before[1]) == after[1]
