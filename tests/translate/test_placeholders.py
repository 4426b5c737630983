"""Nothing of a placeholder is a unit: what is missing has nothing to translate."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bookbuilder.cli import main
from bookbuilder.translate.chapter_blocks import blocks
from tests.cases import book

CHAPTER = """\
---
title: Titel
---

Vorher.

::: missing {source="https://example.org/qx.png"}
qxa *qxb*

- qxc

| qxd | qxe |
| --- | --- |
| qxf | qxg |

![qxh](bild.svg)
:::

Nachher.
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><text y="8">qxi</text></svg>'


def test_the_words_of_a_placeholder_are_locked() -> None:
    found = {block.text: block.locked for block in blocks(CHAPTER, "chapters/de/01-a.md")}
    assert {text for text, locked in found.items() if locked} == {text for text in found if "qx" in text}
    assert not any("qx.png" in text for text in found)


def test_no_word_of_a_placeholder_is_translated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"chapters/de/01-a.md": CHAPTER, "chapters/de/bild.svg": DRAWING}
    root = book.write(tmp_path / "buch", {**files, "chapters/en/.keep": ""}, editions=book.PRINT)
    options = ["--into", str(tmp_path / "out"), "--book", str(root)]
    assert main(["translate", "export", "en", *options]) == 0
    assert "4 blocks to translate" in capsys.readouterr().out  # two titles and two paragraphs
    [path] = (tmp_path / "out").iterdir()
    units = etree.fromstring(path.read_bytes()).iter("{*}trans-unit")
    open_units = ["".join(unit.itertext()) for unit in units if unit.get("translate") != "no"]
    assert any("Nachher" in text for text in open_units)
    assert not any("qx" in text for text in open_units)
