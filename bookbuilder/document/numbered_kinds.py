"""The kinds of nodes that a book counts, each with numbers of its own, and how text refers to one: `Abbildung 2`."""

from __future__ import annotations

from typing import TypeAlias

from bookbuilder.document import nodes
from bookbuilder.locales import Locale

Numbered: TypeAlias = nodes.Figure | nodes.Table | nodes.Code | nodes.Formula
"""The nodes that have a number."""
FIGURE, TABLE, LISTING, FORMULA = "figure", "table", "listing", "formula"
QUESTION, NOTE, SECTION = "question", "note", "section"
"""What has a number of its own in an interview or a chapter, which references print; a section only where the theme
numbers it."""


def numbered_kind(node: nodes.Node) -> str:
    """Return the kind of a node that the book counts; empty for any other. Tables and code count if they have a caption,
    figures if they stand alone (`figure_groups`), formulas if they are displayed and have an anchor."""
    match node:
        case nodes.Figure(part=0):
            return FIGURE
        case nodes.Table(caption=caption) if caption:
            return TABLE
        case nodes.Code(caption=caption) if caption:
            return LISTING
        case nodes.Formula(display=True, id=id) if id:
            return FORMULA
        case _:
            return ""


def caption_label(kind: str, number: int | str, locale: Locale) -> str:
    """Return what stands at the head of a caption, as it is in the catalog: without the typography of the language."""
    match kind:
        case "figure":
            # Translators: at the head of a caption
            return locale.say("Figure {number}", number=number)
        case "table":
            # Translators: at the head of a caption
            return locale.say("Table {number}", number=number)
        case "formula":
            return str(number)
        case _:
            # Translators: at the head of the caption of a program's code
            return locale.say("Listing {number}", number=number)


def reference_name(kind: str, number: int | str, locale: Locale) -> str:
    """Return what a reference to a node is called in a sentence."""
    match kind:
        case "figure":
            # Translators: in the middle of a sentence: see figure 3
            name = locale.say("Figure {number}", "in a sentence", number=number)
        case "table":
            # Translators: in the middle of a sentence: see table 3
            name = locale.say("Table {number}", "in a sentence", number=number)
        case "formula":
            # Translators: in the middle of a sentence: see equation (2.3)
            name = locale.say("Equation {number}", "in a sentence", number=number)
        case "question":
            # Translators: a question of an interview, in the middle of a sentence: see question 2
            name = locale.say("Question {number}", "in a sentence", number=number)
        case "note":
            # Translators: a footnote, in the middle of a sentence: see note 3
            name = locale.say("Note {number}", "in a sentence", number=number)
        case "section":
            # Translators: a part of a chapter, in the middle of a sentence: see section 2.1
            name = locale.say("Section {number}", "in a sentence", number=number)
        case _:
            # Translators: in the middle of a sentence: see listing 3
            name = locale.say("Listing {number}", "in a sentence", number=number)
    shown = locale.figures(number) if isinstance(number, int) else number
    # Words and number stay on one line, also such that typography does not know, as in Gleichung (2.3).
    return locale.typography(name.replace(f" {shown}", f"\u00a0{shown}"))
