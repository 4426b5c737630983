"""Every word that names something is found where it stands."""

from pathlib import Path

import pytest

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.chapter_index.marks import Mark, MarkKind
from tests.conftest import REPO

CHAPTERS = sorted(
    path for root in (REPO, *(REPO / "tests/books").iterdir()) for path in root.glob("chapters/*/*.md")
)


def marks(text: str) -> list[Mark]:
    return list(index_chapter(text, "chapters/de/01-a.md").marks)


def word(mark: Mark, text: str) -> str:
    row = text.split("\n")[mark.place.line - 1]
    return row[mark.place.column - 1 : mark.place.end_column - 1]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.relative_to(REPO).as_posix())
def test_the_words_of_whole_books_are_found(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for mark in marks(text):
        assert mark.exact, mark
        found = word(mark, text)
        match mark.kind:
            case MarkKind.IMAGE:
                assert mark.name.endswith(found.lstrip("./"))
            case MarkKind.REFERENCE:
                assert found == mark.name.rpartition("#")[2]
            case _:
                assert found == mark.name


@pytest.mark.parametrize(
    ("text", "kind", "name", "at"),
    [
        ("# T\n\n[a]{fact=x}\n", MarkKind.FACT, "x", (3, 10)),
        ('# T\n\n[a]{form=short fact="x" .caps}\n', MarkKind.FACT, "x", (3, 22)),
        ('# T\n\n::: chart {facts="x" names="A"}\nC.\n:::\n', MarkKind.FACT, "x", (3, 19)),
        ("# T\n\n::: chart {facts=x names=A}\nC.\n:::\n", MarkKind.FACT, "x", (3, 18)),
        ("# T\n\n> - [a [b](#c)]{name=x}\n", MarkKind.NAME, "x", (3, 22)),
        ("# T\n\n> - [a [b](#c)]{name=x}\n", MarkKind.REFERENCE, "c", (3, 13)),
        ("# T\n\n[\\]]{number=5}\n", MarkKind.VALUE, "5", (3, 13)),
        ("# T\n\n[a](02-b.md)\n", MarkKind.REFERENCE, "02-b#02-b", (3, 5)),
        ("# T\n\n[a](<02-b.md#c>)\n", MarkKind.REFERENCE, "02-b#c", (3, 14)),
        ("# T\n\n[a](#b){ref=page}\n", MarkKind.REFERENCE, "b", (3, 6)),
        ("# T\n\n## A [b](#c) {#d .e}\n", MarkKind.ID, "d", (3, 16)),
        ("# T\n\n{.x #d}\nWords.\n", MarkKind.ID, "d", (3, 6)),
        ("# T\n\n[a]{#d}\n", MarkKind.ID, "d", (3, 6)),
        ("# T\n\n![a](b.svg){#d}\n", MarkKind.ID, "d", (3, 14)),
        ('# T\n\n::: chart {facts="x" names=A}\nB.\n:::\n', MarkKind.FACT, "x", (3, 19)),
        ("# T\n\n::: chart {kind=bar facts=x names=A}\nB.\n:::\n", MarkKind.FACT, "x", (3, 27)),
        ("# T\n\n`a`{#d}\n", MarkKind.ID, "d", (3, 6)),
        ("# T\n\n::: aside T {#d}\na\n:::\n", MarkKind.ID, "d", (3, 15)),
        ("# T\n\n| a | b |\n|---|---|\n| c | [d]{fact=x} |\n", MarkKind.FACT, "x", (5, 16)),
        ("---\ntitle: A [b]{fact=x}\n---\n\nWords.\n", MarkKind.FACT, "x", (2, 19)),
        ("# T\n\nA[^x].\n\n[^x]: B.\n", MarkKind.NOTE_CALL, "x", (3, 4)),
        ("# T\n\nA[^x].\n\n[^x]: B.\n", MarkKind.NOTE, "x", (5, 3)),
        ("# T\n\nשלום [😀 אב]{fact=x} ב\n", MarkKind.FACT, "x", (3, 18)),
    ],
)
def test_a_word_has_its_place(text: str, kind: MarkKind, name: str, at: tuple[int, int]) -> None:
    found = [mark for mark in marks(text) if mark.kind is kind]
    assert [(mark.name, mark.exact, (mark.place.line, mark.place.column)) for mark in found] == [
        (name, True, at)
    ]


def test_a_chart_names_its_facts_and_its_numbers_name_nothing() -> None:
    text = '# T\n\n::: chart {facts="xy x  z" names="A|B|C"}\nB.\n:::\n\n'
    text += "::: chart {kind=bar}\n| a | b |\n|---|---|\n| c | 5 € |\n\nB.\n:::\n"
    found = {(mark.kind, mark.name, mark.place.column) for mark in marks(text) if mark.exact}
    assert found == {(MarkKind.FACT, "xy", 19), (MarkKind.FACT, "x", 22), (MarkKind.FACT, "z", 25)}
    assert all(mark.exact for mark in marks(text))


def test_a_word_that_the_file_spells_otherwise_is_not_exact() -> None:
    found = marks("# T\n\n[a](#b%2Dc)\n")
    assert [(mark.name, mark.exact) for mark in found] == [("b-c", False)]
    folded = marks('---\ntitle: "A \\"[b]{fact=x}"\n---\n\nWords.\n')
    assert [(mark.name, mark.exact) for mark in folded] == [("x", False)]


def test_what_a_fact_prints_depends_on_where_it_stands() -> None:
    text = "# T\n\n[a]{fact=x}\n\n| [a]{fact=x} |\n|---|\n| [a]{fact=x} |\n\n[[a]{fact=x}]{lang=en}\n"
    settings = [(mark.setting.place, mark.setting.tight, mark.setting.lang) for mark in marks(text)]
    assert settings == [
        ("text", False, ""),
        ("tables", True, ""),
        ("tables", True, ""),
        ("text", False, "en"),
    ]


def test_each_fact_of_a_chart_has_its_place() -> None:
    found = marks('# T\n\n::: chart {facts="x-y x y" names="A|B|C"}\nC.\n:::\n')
    assert [(one.name, one.exact, one.place.column) for one in found] == [
        ("x-y", True, 19),
        ("x", True, 23),
        ("y", True, 25),
    ]
