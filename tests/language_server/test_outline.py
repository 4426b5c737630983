"""Outline, folding and word counts."""

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.language_server.folding import Fold, chapter_folds, toml_folds
from bookbuilder.language_server.outline import OutlineItem, chapter_outline, toml_outline
from bookbuilder.language_server.word_counts import word_counts
from tests.language_server.conftest import DE, DE_END, Read


def names(entries: tuple[OutlineItem, ...]) -> list[object]:
    return [(one.name, names(one.entries)) if one.entries else one.name for one in entries]


def inside(outer: OutlineItem) -> bool:
    """Whether each entry is inside the one above, and its name inside itself, as editors demand."""
    return all(
        outer.whole.line <= one.whole.line
        and one.whole.end_line <= outer.whole.end_line
        and one.whole.line <= one.place.line <= one.whole.end_line
        and inside(one)
        for one in outer.entries
    )


def test_a_chapter(small: Read) -> None:
    outline = chapter_outline(small.index.chapters[DE])
    assert names(outline) == [("Der Anfang", ["[^quelle]", ("Die Zahl", ["Darunter"])])]
    assert inside(outline[0])
    assert names(chapter_outline(small.index.chapters[DE_END])) == [("Das Ende", ["#kasten"])]


def test_headings_that_leave_levels_out() -> None:
    text = "# T\n\n#### Vier\n\n## Zwei\n\n### Drei\n\n##\n"
    outline = chapter_outline(index_chapter(text, "chapters/de/a.md"))
    assert names(outline) == [("T", ["Vier", ("Zwei", ["Drei"]), "…"])]
    assert inside(outline[0])


def test_every_outline_of_the_dossier_is_nested(dossier_read: Read) -> None:
    for chapter in dossier_read.index.chapters.values():
        assert all(map(inside, chapter_outline(chapter)))


def test_a_toml_file(small: Read) -> None:
    outline = toml_outline(small.index.files["facts.toml"])
    assert names(outline) == [("aid", ["amount", "source"]), ("troops", ["number"]), ("day", ["date"])]
    assert [(one.whole.line, one.whole.end_line) for one in outline] == [(1, 4), (5, 7), (8, 10)]


def test_folds() -> None:
    text = (
        "---\ntitle: T\n---\n\n## A\n\n- eins\n- zwei\n\n::: aside X\nWorte.\n\nMehr.\n:::\n\n## B\n\n"
        "```\ncode\n```\n\nEine Zeile.\n\n<!-- so\nund so -->\n\n[^a]: Eins.\n\n    Zwei.\n"
    )
    folds = chapter_folds(index_chapter(text, "chapters/de/a.md"))
    assert folds == (
        Fold(1, 3), Fold(5, 14), Fold(7, 8), Fold(10, 14), Fold(16, 29), Fold(18, 20), Fold(24, 25, comment=True),
        Fold(27, 29),
    )  # fmt: skip
    assert toml_folds("[a]\nb = 1\n\n[[c]]\nd = 1\ne = 2\n[f]\n") == (Fold(1, 2), Fold(4, 6))


def test_words_of_the_chapter_and_its_sections(small: Read) -> None:
    counts = word_counts(small.index, small.index.chapters[DE])
    assert [(one.line, one.text) for one in counts] == [(1, "29 words"), (10, "12 words"), (14, "4 words")]
