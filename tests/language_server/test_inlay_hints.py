"""What a fact prints, and which blocks of a translation are not up to date, beside the text."""

import shutil
from pathlib import Path

from bookbuilder.language_server.inlay_hints import Hint, inlay_hints
from bookbuilder.language_server.word_counts import word_counts
from tests.language_server.conftest import DE, DE_END, Read, read

ALL = 1, 10_000


def labels(book: Read, path: str) -> list[str]:
    return [f"{hint.line}:{hint.column} {hint.label}" for hint in hints(book, path)]


def hints(book: Read, path: str) -> tuple[Hint, ...]:
    return inlay_hints(book.index, book.index.chapters[path], *ALL)


def test_a_fact_whose_words_say_something_else(small: Read) -> None:
    assert labels(small, DE) == []  # the words are what is printed
    assert labels(small, DE_END) == ["6:30 = 200\u00a0Millionen Dollar", "6:60 = 30\u00a0Kilometer"]


def test_only_the_lines_that_are_shown(small: Read) -> None:
    assert inlay_hints(small.index, small.index.chapters[DE_END], 7, 100) == ()


def test_blocks_that_are_not_up_to_date(tmp_path: Path, dossier_read: Read) -> None:
    assert labels(dossier_read, "chapters/en/02-montag.md") == []
    root = tmp_path / "book"
    shutil.copytree(dossier_read.root, root)
    source = root / "chapters/de/02-montag.md"
    target = root / "chapters/en/02-montag.md"
    source.write_text(
        source.read_text("utf-8").replace("Schon die Reihenfolge", "Auch die Reihenfolge")
        + "\nEin neuer Absatz ohne Übersetzung.\n",
        "utf-8",
    )
    text = target.read_text("utf-8")
    assert "Baerbock" in text.split("\n\n")[5]
    changed = text.replace(part := text.split("\n\n")[5], f"{part} And more.")
    target.write_text(changed, "utf-8")
    book = read(root)
    found = hints(book, "chapters/en/02-montag.md")
    assert [hint.label for hint in found] == ["outdated", "edited"]
    assert "Auch die Reihenfolge" in found[0].text
    assert found[0].before and found[0].column == 1
    assert [text.split("\n")[hint.line - 1] for hint in found] == [text.split("\n\n")[2], part]
    (count, *_) = word_counts(book.index, book.index.chapters["chapters/en/02-montag.md"])
    assert count.text.endswith("words, 1 edited, 1 outdated, 1 missing")
    assert hints(book, "chapters/de/02-montag.md") == ()
