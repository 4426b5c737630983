"""A chapter is cut into the blocks of a translator, each with its place, so that the file can be put together again."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.translate.attribute_texts import containing_blocks
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.chapter_blocks import Block, blocks
from tests.cases.case import ROOT

TEXT = """\
---
title: Erst das Geld
summary: >
  Zwei
  Zeilen.
events: ['Eines', "Das *andere*"]
date: 2022-01-19
---

# Kein Titel

Ein Absatz
in zwei Zeilen.[^a]

[^a]: Eine Note.

    Ihr zweiter Absatz.

> Ein Zitat.

1. Punkt
   - darunter

| Kopf | Wert \\| Rest |
| --- | --- |
| Zelle | Zelle |

Wort
: Erklärung

::: aside Ein Kasten {#kasten}
Im Kasten.
:::

::: figure {#abb credit="Foto: Haus"}
![Ein Bild](bild.svg){.wide}
Gleich darunter.

Unterschrift.
:::

```
code
```

- {#eins .lead}
  ```{.python #zwei caption="Ein \\"Gruß\\""}
  code
  ```

## Ende {#ende}
"""


def rebuilt(text: str, found: tuple[Block, ...], other: dict[int, str]) -> str:
    """Return a file with other texts in some of its blocks, line by line."""
    changes = []
    for at, block in enumerate(found):
        for (start, end), line in zip(block.pieces, other.get(at, block.text).split("\n"), strict=False):
            changes.append((start, end, line))
    for start, end, line in sorted(changes, reverse=True):
        text = text[:start] + line + text[end:]
    return text


def test_every_block_has_its_kind_place_and_anchor() -> None:
    found = [(b.kind, b.text, b.line, b.column, b.anchor) for b in blocks(TEXT, "chapters/de/01-a.md")]
    assert found == [
        ("title", "Erst das Geld", 2, 8, ""),
        ("summary", "Zwei Zeilen.", 4, 3, ""),
        ("events", "Eines", 6, 11, ""),
        ("events", "Das *andere*", 6, 20, ""),
        ("heading 1", "Kein Titel", 10, 3, ""),
        ("paragraph", "Ein Absatz\nin zwei Zeilen.[^a]", 12, 1, ""),
        ("note paragraph", "Eine Note.", 15, 7, "^a"),
        ("note paragraph", "Ihr zweiter Absatz.", 17, 5, "^a"),
        ("quote paragraph", "Ein Zitat.", 19, 3, ""),
        ("item paragraph", "Punkt", 21, 4, ""),
        ("item item paragraph", "darunter", 22, 6, ""),
        ("cell", "Kopf", 24, 3, ""),
        ("cell", "Wert \\| Rest", 24, 10, ""),
        ("cell", "Zelle", 26, 3, ""),
        ("cell", "Zelle", 26, 11, ""),
        ("term", "Wort", 28, 1, ""),
        ("definition paragraph", "Erklärung", 29, 3, ""),
        ("aside title", "Ein Kasten", 31, 11, "kasten"),
        ("aside paragraph", "Im Kasten.", 32, 1, "kasten"),
        ("figure credit", "Foto: Haus", 35, 26, "abb"),
        ("figure alt", "Ein Bild", 36, 3, "bild.svg"),
        ("figure paragraph", "Gleich darunter.", 37, 1, "abb"),
        ("figure paragraph", "Unterschrift.", 39, 1, "abb"),
        ("code", "code", 42, 1, ""),
        ("item listing caption", 'Ein \\"Gruß\\"', 47, 30, "eins"),
        ("item code", "code", 47, 3, ""),
        ("heading 2", "Ende", 51, 4, "ende"),
    ]


def test_the_marks_of_joined_cells_are_no_blocks() -> None:
    text = "| a | << |\n|---|----|\n| b | ^^ c |\n| ^^ | a << |\n| \\^^ | << |\n"
    assert [(b.text, b.line, b.column) for b in blocks(text, "chapters/de/01-a.md")] == [
        *(("a", 1, 3), ("b", 3, 3), ("^^ c", 3, 7), ("a <<", 4, 8), ("\\^^", 5, 3)),
    ]


LISTED = """\
::: table
* - Tag
  - <<
* - ^^
  - - erstens
    - zweitens
* - \\^^
  - Ein Absatz.

    Noch einer.

Worum es geht.
:::
"""


def test_the_cells_of_a_table_of_lists_are_its_blocks() -> None:
    cell = "table item item"
    assert [(b.kind, b.text, b.line, b.column) for b in blocks(LISTED, "chapters/de/01-a.md")] == [
        (f"{cell} paragraph", "Tag", 2, 5),
        (f"{cell} item paragraph", "erstens", 5, 7),
        (f"{cell} item paragraph", "zweitens", 6, 7),
        (f"{cell} paragraph", "\\^^", 7, 5),
        (f"{cell} paragraph", "Ein Absatz.", 8, 5),
        (f"{cell} paragraph", "Noch einer.", 10, 5),
        ("table paragraph", "Worum es geht.", 12, 1),
    ]


FILES = sorted([*ROOT.glob("chapters/*/*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("file", FILES, ids=[str(f.relative_to(ROOT)) for f in FILES])
def test_blocks_stand_in_the_file_letter_by_letter(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = blocks(text, "chapters/de/01-a.md")
    assert found
    for block in found:
        lines = text.split("\n")
        assert lines[block.line - 1][block.column - 1 :].strip(), block
        if block.prose:
            assert [text[a:b] for a, b in block.pieces] == block.text.split("\n"), block
    assert rebuilt(text, found, {}) == text
    spans = sorted(piece for block in found for piece in block.pieces if not block.embedded)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), "no two blocks overlap"
    homes = containing_blocks(found)
    for block, home in zip(found, homes, strict=True):
        if block.embedded and found[home].pieces:  # a block of code, as a formula, has none
            assert found[home].pieces[0][0] < block.pieces[0][0] < found[home].pieces[-1][1], block


def test_the_braces_of_a_fact_in_a_title_are_no_options_of_the_directive() -> None:
    found = blocks('::: aside [viel]{amount="2e6 USD"}\nText.\n:::\n', "chapters/de/01-a.md")
    assert [(b.kind, b.text) for b in found] == [
        ("aside title", '[viel]{amount="2e6 USD"}'),
        ("aside paragraph", "Text."),
    ]


def test_other_texts_can_be_put_into_a_file() -> None:
    found = blocks(TEXT, "chapters/de/01-a.md")
    other = {at: block.text.upper() for at, block in enumerate(found) if block.pieces}
    again = blocks(rebuilt(TEXT, found, other), "chapters/de/01-a.md")
    for at, (before, after) in enumerate(zip(found, again, strict=True)):
        assert after.text == other.get(at, before.text), before
        assert (after.kind, after.line) == (before.kind, before.line)


@given(st.text(alphabet="ab *_#>-|:[]{}()!^`~=1.\\\n\t\"'<&", max_size=200))
def test_anything_can_be_cut(text: str) -> None:
    for block in blocks(text, "chapters/de/01-a.md"):
        assert block.line >= 1 and block.column >= 1
        if block.pieces:
            assert "\n".join(text[a:b] for a, b in block.pieces) == block.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ein  Wort\nhier ", "Ein Wort hier", True),
        ("Zürich", "Zu\u0308rich", True),
        ("[200 Mio.]{fact=aid}", "[450 Mio.]{fact=aid}", True),
        ("[200]{amount='200e6 USD'}", '[450]{amount="450e6 USD"}', True),
        ("[200 Mio.]{fact=aid}", "[200 Mio.]{fact=earlier}", False),
        ("[zwei]{fact=aid form=written}", "[drei]{fact=aid form=written}", False),
        ("[zwei]{fact=aid form=short}", "[zwei]{fact=aid form=long}", False),
        ("[Kiew]{name=kyiv}", "[Kyjiw]{name=kyiv}", False),
        ("Ein Wort", "Ein wort", False),
    ],
)
def test_what_counts_as_a_change(one: str, other: str, same: bool) -> None:
    assert (digest(one) == digest(other)) is same
