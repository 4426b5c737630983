"""Charts in an editor: the drawing and its data at the directive, and what can be written behind its options."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import MarkupContent

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.language_server.completion import Suggestions, complete
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.hover import Hover, hover
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.protocol_values import hover as message
from tests.language_server.conftest import DE, EN, FILES, Read, write
from tests.language_server.conftest import place_of as mark_in
from tests.language_server.conftest import read as read_index

DATA = "Monat;Summe in USD;Rest\nJanuar;200;1\nFebruar;317;2\n"


@pytest.fixture(scope="module")
def charted(tmp_path_factory: pytest.TempPathFactory) -> Read:
    root = tmp_path_factory.mktemp("charts")
    write(root, {**FILES, "data/hilfe.csv": DATA, "chapters/de/eigene.csv": DATA})
    return read_index(root)


def asked(book: Read, words: ManualWords, text: str, path: str = DE) -> Suggestions | None:
    whole, line, column = mark_in(text)
    return complete(book.index.with_chapter(index_chapter(whole, path)), words, path, line, column)


def at(book: Read, words: ManualWords, text: str, path: str = DE) -> Hover | None:
    whole, line, column = mark_in(text)
    return hover(book.index.with_chapter(index_chapter(whole, path)), words, path, line, column)


@pytest.mark.parametrize(
    ("text", "label", "written"),
    [
        ("::: chart {kind=▮}", "timeline", "timeline"),
        ("::: chart {stack=▮}", "share", "share"),
        ("::: chart {src=▮}", "data/hilfe.csv", "data/hilfe.csv"),
        ("::: chart {src=▮}", "eigene.csv", "eigene.csv"),
        ("::: chart {src=data/hilfe.csv x=▮}", "Summe in USD", '"Summe in USD"'),
        ("::: chart {x=▮ src=data/hilfe.csv}", "Monat", "Monat"),
        ('::: chart {src=data/hilfe.csv y="Rest ▮"}', "Summe in USD", "'Summe in USD'"),
        ('::: chart {facts="aid ▮"}', "troops", "troops"),
    ],
)
def test_options_have_their_values(
    text: str, label: str, written: str, charted: Read, words: ManualWords
) -> None:
    found = asked(charted, words, f"# A\n\n{text}\n")
    assert found is not None
    one = next(one for one in found.items if one.label == label)
    assert one.inserted == written


def test_the_last_name_of_several_is_replaced(charted: Read, words: ManualWords) -> None:
    found = asked(charted, words, '# A\n\n::: chart {facts="aid tr▮"}\n')
    assert found is not None
    assert (found.place.column, found.place.end_column) == (23, 25)
    assert "day" not in [one.label for one in found.items], "a day is no number"


@pytest.mark.parametrize("text", ["::: chart {src=nix.csv x=▮}", "::: chart {x=▮}", "::: table {kind=▮}"])
def test_where_nothing_is_known_nothing_is_said(text: str, charted: Read, words: ManualWords) -> None:
    assert asked(charted, words, f"# A\n\n{text}\n") is None


CHART = "# A\n\n::: cha▮rt {kind=column src=/data/hilfe.csv y='Summe in USD' values=money:USD}\nHilfe.\n:::\n\nText.\n"


def test_the_drawing_stands_at_the_directive(charted: Read, words: ManualWords) -> None:
    chart = CHART.replace("'Summe in USD'", "\"'Summe in USD'\"")
    found = at(charted, words, chart)
    assert found is not None
    assert found.text.startswith("Säulendiagramm. Summe in USD: am meisten 317\u00a0Dollar (Februar)")
    assert found.rows == (("Januar", "200\u00a0$"), ("Februar", "317\u00a0$"))
    assert b"<svg" in found.drawing and b"http" not in found.drawing.replace(b"http://www.w3.org/", b"")
    text = EditorText(mark_in(chart)[0])
    rich, plain = (message(found, text, markdown=markdown).contents for markdown in (True, False))
    assert isinstance(rich, MarkupContent) and isinstance(plain, MarkupContent)
    assert "](data:image/svg+xml;base64," in rich.value
    assert "data:" not in plain.value and "Januar: 200" in plain.value


def test_it_speaks_the_language_of_its_chapter_and_has_its_facts(charted: Read, words: ManualWords) -> None:
    text = '# A\n\n::: ch▮art {facts="aid" names="Aid"}\nAid.\n:::\n'
    found = at(charted, words, text, EN)
    assert found is not None and found.text.startswith("Bar chart.") and found.drawing


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("::: cha▮rt {src=nix.csv}\nNichts.\n:::", "nix.csv"),
        ("::: cha▮rt {kind=pie src=/data/hilfe.csv}\nZu viel.\n:::", "a pie chart cannot show this"),
        ("::: cha▮rt {kind=bar}", "this chart has no data"),
        ("::: cha▮rt {kind=", "this chart has no data"),
    ],
)
def test_what_cannot_be_drawn_says_why(chart: str, said: str, charted: Read, words: ManualWords) -> None:
    found = at(charted, words, f"# A\n\n{chart}\n")
    assert found is not None and said in found.text and not found.drawing


def test_an_edited_table_is_drawn_as_it_stands(charted: Read, words: ManualWords) -> None:
    rows = "| A | B |\n|---|---|\n| x | 1 |\n| y | 2 |\n"
    found = at(
        charted,
        words,
        "# A\n\n> ::: cha▮rt {kind=bar}\n" + "".join(f"> {row}\n" for row in f"{rows}\nC.\n:::".split("\n")),
    )
    assert found is not None and found.drawing and len(found.rows) == 2


def test_the_path_of_a_file_cannot_leave_the_book(charted: Read, words: ManualWords, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\nx,1\n", encoding="utf-8")
    found = at(charted, words, f"# A\n\n::: cha▮rt {{src=../../../{tmp_path.name}/secret.csv}}\nC.\n:::\n")
    assert found is not None and not found.drawing and not found.rows
