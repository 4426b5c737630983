"""A box that begins an item of a list, a quotation or a box stands where its text would: no space is added above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases.book import PRINT, write
from tests.theme.page import Sheet

LEADING = 13.5
"""The distance of lines of the theme, in pt."""
BOXES = {
    "letter": '::: letter {{to="{}"}}\nHier.\n:::',
    "dialogue": "::: dialogue\n{}\n: Hier.\n:::",
    "interview": '::: interview {{question="Frage" answer="Antwort"}}\n{}?\n: Hier.\n:::',
    "key-facts": "::: key-facts {}\n- Hier.\n:::",
    "aside": "::: aside {}\nHier.\n:::",
    "steps": "::: steps {}\n1. Hier.\n:::",
}
AROUND = {
    "list": ("- ", "  "),
    "numbers": ("1. ", "   "),
    "quotation": ("> ", "> "),
}


def _inside(text: str, first: str, others: str) -> str:
    return "\n".join((others if number else first) + line for number, line in enumerate(text.split("\n")))


@pytest.mark.heavy
def test_no_space_is_added_above_a_box_that_begins_what_holds_it(tmp_path: Path) -> None:
    parts, names = [], []
    for around, (first, others) in AROUND.items():
        for name, source in BOXES.items():
            word = f"{around}{name}".replace("-", "")
            names.append(word)
            box = _inside(source.format(f"Anfang{word}"), first, others)
            before = f"{first}Davor{word}\n" if around != "quotation" else f"Davor{word}\n\n"
            parts.append(before + box)
            parts.append("Ein Satz dazwischen.")
    chapter = "# Titel\n\n" + "\n\n".join(parts) + "\n"
    root = write(tmp_path, {"chapters/de/01-a.md": chapter}, editions=PRINT)
    (pdf,) = api.build(root, jobs=1).files
    pages = Sheet(pdf).words
    places = {
        word.text.strip(":?"): (page, word.bottom) for page, words in enumerate(pages) for word in words
    }
    compared = 0
    for word in names:
        (page, before), (other, begins) = places[f"Davor{word}"], places[f"Anfang{word}"]
        if page == other:
            compared += 1
            # A box with a frame has its padding above its title, and a list half a line.
            assert LEADING / 2 < begins - before < 3 * LEADING, word
    assert compared > len(names) / 2
