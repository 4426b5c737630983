"""Whatever a template of a theme writes around a chapter, the web edition is built and its words are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.formats.traced_text import parsed
from bookbuilder.formats.web.search_texts import ChapterText, sections
from bookbuilder.html.resource_loads import of_html
from tests.cases import book

ROOT = Path(__file__).parents[2]
TEMPLATE = (ROOT / "bookbuilder/html/templates/chapter.html.j2").read_text(encoding="utf-8")
WEB = '[editions.web]\nformat = "web"\n'
AROUND = {
    "two roots": "{}<p>Mehr.</p>",
    "text behind": "{}Mehr.",
    "text before": "Vorher. {}",
    "a comment": "<!-- vorher -->{}<!-- nachher -->",
    "a body": "<body>{}</body>",
    "a page": "<!doctype html><html><head><title>x</title></head><body>{}</body></html>",
    "xml": "<?xml version='1.0' encoding='utf-8'?>{}",
    "broken": "<div><b></i>{}</section></article><p",
    "a drawing": "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>{}",
    "entities": "&nbsp;&nothing;&#0;{}",
    "a template": "<template><p>x</p></template>{}",
    "a list": "{}<li>x<td>y<tr>",
}


def built(root: Path, template: str) -> str:
    """Build the web edition of a book with this template for chapters, and return all of its scripts."""
    files = {
        "chapters/de/01-a.md": "# Kapitel\n\nEin gutes Wort.\n",
        "styles/dossier/templates/chapter.html.j2": template,
    }
    result = api.build(book.write(root, files, editions=WEB), jobs=1)
    assert [str(one) for one in result.diagnostics] == []
    return "".join(path.read_text(encoding="utf-8") for path in sorted((root / "output").rglob("*.js")))


def test_a_book_whose_chapters_have_several_roots(tmp_path: Path) -> None:
    assert "Ein gutes Wort." in built(tmp_path, AROUND["two roots"].format(TEMPLATE))


@pytest.mark.heavy
@pytest.mark.parametrize("name", AROUND)
def test_the_words_of_a_chapter_are_found(tmp_path: Path, name: str) -> None:
    assert "Ein gutes Wort." in built(tmp_path, AROUND[name].format(TEMPLATE))


@pytest.mark.heavy
@pytest.mark.parametrize("text", ["", " ", "Nur Text", "<!-- nichts -->", "<template></template>"])
def test_a_chapter_without_any_element(tmp_path: Path, text: str) -> None:
    assert "gutes Wort" not in built(tmp_path, text)


TAGS = st.sampled_from((
    *("p", "div", "b", "section", "h1", "h2", "table", "td", "tr", "li", "ul", "body", "html", "head", "svg"),
    *("math", "msub", "mi"),
    *("template", "plaintext", "textarea", "title", "frameset", "script", "style", "select", "option", "noscript", "br"),
))  # fmt: skip
MARKUP = st.lists(
    st.builds("<{}>".format, TAGS)
    | st.builds("</{}>".format, TAGS)
    | st.sampled_from(
        [
            "Wort ",
            "<",
            ">",
            "<!--",
            "-->",
            "<!doctype html>",
            "<?xml?>",
            "<![CDATA[",
            "]]>",
            "&",
            "\0",
            "\x0b",
        ]
    ),
    max_size=12,
).map("".join)


@given(MARKUP)
def test_any_markup_is_read(markup: str) -> None:
    for section in sections(ChapterText("a", markup)):
        json.dumps(section.blocks)
    list(of_html(markup))
    assert parsed(markup) is not None


@given(MARKUP)
def test_words_before_any_markup_are_found(markup: str) -> None:
    first = sections(ChapterText("a", f"<section><p>Anfang</p>{markup}"))[0]
    assert first.blocks[0][1].startswith("Anfang")
