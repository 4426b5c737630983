"""The word that was meant: of each problem whose hint says so, and nothing but that word is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.language_server.code_actions import Action, code_actions, toml_actions
from bookbuilder.language_server.text_edits import edited
from tests.language_server.conftest import BOOK, DE, FACTS, GLOSSARY, NAMES, Read, read

HEAD = "---\ntitle: T\n---\n\n"


def offered(book: Read, path: str) -> tuple[Action, ...]:
    """Return the actions for all of a file."""
    found = tuple(one for one in book.reading.diagnostics if one.span.path == path)
    whole = Extent(path, 1, 1, 10_000, 1)
    if path in book.index.chapters:
        actions = code_actions(book.index, book.index.chapters[path], found, whole)
        return tuple(one for one in actions if " draft shows " not in one.title)
    return toml_actions(book.index.files[path], found, whole)


CASES = [
    (DE, f"{HEAD}Es sind [trops]{{fact=trops}}.\n", "{fact=trops}", "{fact=troops}"),
    (DE, f"{HEAD}[kiyv]{{name=kiyv}} und {{name=kiyv}}.\n", "[kiyv]{name=kiyv}", "[kiyv]{name=kyiv}"),
    (DE, f"{HEAD}Siehe [02-ende](02-endde.md).\n", "02-endde.md", "02-ende.md"),
    (DE, f"{HEAD}## Eine Zahl {{#zahl}}\n\nSiehe [zahll](#zahll).\n", "](#zahll)", "](#zahl)"),
    (DE, f"{HEAD}Es sind [facct]{{facct=troops}}.\n", "{facct=", "{fact="),
    (DE, f"{HEAD}Satz.[^quele]\n\n[^quelle]: Die Note.\n", "[^quele]", "[^quelle]"),
    (DE, f"{HEAD}::: asside {{#kasten}}\nText.\n:::\n", "::: asside", "::: aside"),
    (DE, f"{HEAD}::: aside {{flaot=top}}\nText.\n:::\n", "flaot=", None),
    (DE, f"{HEAD}![Ein Bild](images/bildd.svg)\n", "images/bildd.svg", "images/bild.svg"),
    (DE, "---\ntitle: T\nkinnd: day\n---\n\nText.\n", "kinnd:", "kind:"),
    (DE, "---\ntitle: T\nkind: dya\n---\n\nText.\n", "kind: dya", "kind: day"),
    ("facts.toml", FACTS.replace("source =", "sorce ="), "sorce =", "source ="),
    ("facts.toml", FACTS + '[len]\nquantity = "3 killometer"\n', "killometer", "kilometer"),
    ("names.toml", NAMES + '[persons.scholz]\nname = "Scholz, Olaf"\nfulll = "Olaf"\n', "fulll =", "full ="),
    ("glossary.toml", GLOSSARY.replace("note =", "notte ="), "notte =", "note ="),
    ("book.toml", BOOK.replace("publisher =", "publischer ="), "publischer =", "publisher ="),
    ("book.toml", BOOK.replace('source = "de"', 'source = "dee"'), 'source = "dee"', 'source = "de"'),
    (
        "book.toml",
        BOOK.replace('title = "Small"\n', 'title = "Small"\nhome_currency = "EUO"\n'),
        '"EUO"',
        '"EUR"',
    ),
]


@pytest.mark.parametrize(("path", "text", "wrong", "right"), CASES)
def test_the_word_that_was_meant(
    small_root: Path, path: str, text: str, wrong: str, right: str | None
) -> None:
    actions = [one for one in offered(read(small_root, {path: text}), path) if one.title.startswith("Write")]
    if right is None:
        assert actions == []
        return
    assert len(actions) == 1, [one.title for one in actions]
    assert edited(text, actions[0].edits) == text.replace(wrong, right, 1)
    assert len(actions[0].diagnostics) == 1


def test_a_correction_takes_the_problem_away(small_root: Path) -> None:
    text = f"{HEAD}Es sind [viele]{{fact=trops}}.\n"
    (action,) = offered(read(small_root, {DE: text}), DE)
    again = read(small_root, {DE: edited(text, action.edits)})
    assert action.diagnostics[0].code not in {
        one.code for one in again.reading.diagnostics if one.span.path == DE
    }


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\n", "\n\n[^b]: Eine andere.\n"])
def test_a_missing_note_is_added(small_root: Path, end: str) -> None:
    text = f"{HEAD}Ein Satz.[^neu] Und noch einer.{'[^b]' * ('[^b]' in end)}{end}"
    (action,) = offered(read(small_root, {DE: text}), DE)
    assert action.title == "Add the note [^neu]"
    whole = edited(text, action.edits)
    assert whole.startswith(text) and whole.endswith("\n\n[^neu]: …\n")
    again = read(small_root, {DE: whole})
    assert [one for one in again.reading.diagnostics if one.code.startswith("note.")] == []


def test_a_note_is_not_added_to_what_calls_another_one(small_root: Path) -> None:
    """One that was probably meant comes first; the other one is offered too."""
    text = f"{HEAD}Satz.[^quele]\n\n[^quelle]: Die Note.\n"
    assert [one.title for one in offered(read(small_root, {DE: text}), DE)] == [
        "Write “quelle”",
        "Add the note [^quele]",
    ]
