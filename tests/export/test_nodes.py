"""Every kind of node is exported, in the ways of every format, and none of its words is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import NODEFAULT, structs

from bookbuilder.diagnostics import NOWHERE
from bookbuilder.document import nodes
from bookbuilder.exporters.conversion import BookConversion, ExportConversion
from bookbuilder.exporters.convert_blocks import blocks
from bookbuilder.exporters.convert_inlines import inlines
from bookbuilder.exporters.dialect import TargetFormat
from bookbuilder.exporters.docx.word_dialect import WordDialect
from bookbuilder.exporters.html.html_dialect import HtmlDialect
from bookbuilder.exporters.jats import JatsDialect
from bookbuilder.exporters.markdown.markdown_dialects import CommonmarkDialect
from bookbuilder.exporters.odt.odt_dialect import OdtDialect
from bookbuilder.locales import load
from bookbuilder.world import World

DIALECTS = (TargetFormat(), WordDialect(), OdtDialect(), HtmlDialect(), JatsDialect(), CommonmarkDialect())
GERMAN = load("de-DE", World(Path()))
INLINES, BLOCKS = get_args(nodes.Inline), get_args(nodes.Block)
SILENT = (nodes.Break, nodes.Rule, nodes.PageBreak, nodes.Pending, nodes.NoteRef, nodes.Locators)
"""Nodes without words of their own; a pending one is expanded before, and a note has its own test."""


def sample(kind: type) -> Any:
    """Return a node of a kind with a word wherever it can have one."""
    hints = get_type_hints(kind, vars(nodes))
    values = {}
    for field in structs.fields(kind):
        made = _value(str(hints[field.name]), field.name)
        if made is not None and (
            field.default is NODEFAULT or field.name not in ("span", "lang", "translate")
        ):
            values[field.name] = made
    return kind(**values)


def _value(hint: str, name: str) -> Any:
    text = (nodes.Text("Wort"),)
    paragraph = (nodes.Paragraph(text),)
    words = {
        "tuple[Inline": text, "CitedSource": (), "NameUse": text,
        "WrittenExpression": nodes.WrittenExpression("a > b", NOWHERE), "Column": nodes.Column(paragraph),
        "tuple[bookbuilder.document.nodes.Row": (nodes.Row((nodes.Cell(text),)),),
        "tuple[bookbuilder.document.nodes.Item": (nodes.Item(paragraph),),
        "tuple[bookbuilder.document.nodes.Definition": (nodes.Definition(text, paragraph),),
        "tuple[bookbuilder.document.nodes.Note": (nodes.Note("a", paragraph),),
        "tuple[bookbuilder.document.nodes.Target": (nodes.Target("a", "b", "Wort"),),
    }  # fmt: skip
    if name in ("id", "classes", "element", "role", "place", "start", "number", "ordered"):
        return {"ordered": False}.get(name)
    if name in ("blocks", "description"):
        return (nodes.Paragraph((nodes.Text("Wort"),)),)
    if name in ("content", "title", "caption") and "tuple" in hint:
        return (nodes.Text("Wort"),)
    if name == "image":
        return nodes.Image("", "Wort")
    if name == "kind":
        return "aside"
    if name == "level":
        return 2
    if name == "options":
        return {}
    if hint == "<class 'str'>":
        return "Wort"
    return next((value for start, value in words.items() if start in hint), None)


def conversion(dialect: TargetFormat, *notes: nodes.Note) -> ExportConversion:
    """Return the state of converting a chapter."""
    chapter = nodes.Chapter(id="a", span=NOWHERE, title=(), blocks=())
    book = BookConversion(dialect, GERMAN, {}, {})
    return ExportConversion(book, chapter, GERMAN, {note.number: note for note in notes}, blocks)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: type(dialect).__name__)
@pytest.mark.parametrize("kind", [*INLINES, *BLOCKS], ids=lambda kind: kind.__name__)
def test_a_node_is_exported_with_its_words(kind: type, dialect: TargetFormat) -> None:
    node, state = sample(kind), conversion(dialect)
    made = inlines((node,), state) if kind in INLINES else blocks((node,), state)
    if kind not in SILENT:
        assert "Wort" in json.dumps(made), node


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: type(dialect).__name__)
def test_a_note_that_is_called_twice_is_there_once(dialect: TargetFormat) -> None:
    note = nodes.Note("a", (nodes.Paragraph((nodes.Text("Wort"),)),), 1, repeated=True)
    state = conversion(dialect, note)
    call = nodes.NoteRef("a", 1)
    made = json.dumps(
        [inlines((call, nodes.Text(" und "), call), state), [blocks for _, blocks in state.endnotes]]
    )
    assert made.count("Wort") == 1


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: type(dialect).__name__)
def test_a_note_in_a_note_keeps_its_words(dialect: TargetFormat) -> None:
    """Neither Word nor LibreOffice have notes in notes."""
    inner = nodes.Note("b", (nodes.Paragraph((nodes.Text("Innen"),)),), 2)
    outer = nodes.Note("a", (nodes.Paragraph((nodes.Text("Aussen"), nodes.NoteRef("b", 2))),), 1)
    state = conversion(dialect, outer, inner)
    made = json.dumps([inlines((nodes.NoteRef("a", 1),), state), [blocks for _, blocks in state.endnotes]])
    assert made.count("Innen") == made.count("Aussen") == 1
