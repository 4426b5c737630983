"""Code with colours has the same letters, in every language; the colours of the theme can be read on all grounds."""

from __future__ import annotations

import html
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document.code_languages import COLOURED, is_known, known_languages, lexer_title
from bookbuilder.document.code_rows import code_rows
from bookbuilder.document.nodes import Code
from bookbuilder.html.coloured_code import KINDS, LONGEST, LONGEST_LINE, coloured, coloured_rows
from bookbuilder.html.contrast import ratio
from tests.conftest import REPO
from tests.sampled import sampled

LANGUAGES = sorted({lexer_title(name): name for name in known_languages() if lexer_title(name)}.values())
TOKENS = tomllib.loads((REPO / "styles/dossier/theme.toml").read_text(encoding="utf-8"))
LEAST = 7.0
"""WCAG 2.1, 1.4.6."""


def letters(markup: str) -> str:
    return html.unescape(re.sub(r"</?(?:span|del|ins)(?: [^>]*)?>", "", markup))


def test_pieces_of_code_have_their_kinds() -> None:
    made = str(coloured("def f():  # so\n    return 'a' + 1\n", "python"))
    assert made == (
        '<span class="code-keyword">def</span> <span class="code-name">f</span>():  <span class="code-comment"># so</span>\n'
        '    <span class="code-keyword">return</span> <span class="code-string">&#39;a&#39;</span> + '
        '<span class="code-number">1</span>\n'
    )
    assert str(coloured("-a\n+b\n c\n", "diff")).startswith('<del class="code-deleted">-a')
    assert 'class="code-prompt">$ ' in coloured("$ ls\nfile\n", "console")


@given(st.sampled_from(LANGUAGES), st.text(max_size=200))
def test_no_letter_changes(language: str, text: str) -> None:
    made = coloured(text, language)
    assert letters(made) == text
    assert set(re.findall(r'class="code-([a-z]+)"', made)) <= set(KINDS)


@given(st.sampled_from(LANGUAGES), st.text(max_size=200), st.booleans())
def test_rows_have_the_same_letters(language: str, text: str, marked: bool) -> None:
    around = ("\U00100000\U000f0000", "\U0010fff0") if marked else ("", "")
    rows = coloured_rows(text, language, around)
    found = "\n".join(letters(row) for row in rows)
    assert found == around[0] + text.removesuffix("\n") + around[1]
    assert len(rows) == len(code_rows(Code(text)))
    if marked:  # the tree of elements is that without marks
        plain = coloured_rows(text, language)
        assert [re.findall("<[^>]+>", row) for row in plain if text] == [
            re.findall("<[^>]+>", row) for row in rows if text
        ]


@pytest.mark.parametrize("language", sampled(LANGUAGES, 40))
def test_no_letter_of_real_text_changes(language: str) -> None:
    for path in ("bookbuilder/html/table.py", "styles/dossier/print.css", "Makefile", "README.md"):
        text = (REPO / path).read_text(encoding="utf-8")[:4000]
        assert letters(coloured(text, language)) == text


def test_what_is_very_long_has_no_colours() -> None:
    for text in ("x = 1\n" * (LONGEST // 6 + 1), f"x = '{'a' * LONGEST_LINE}'"):
        assert "<span" not in coloured(text, "python")


def test_the_lexers_that_were_tried_exist() -> None:
    assert {lexer_title(name) for name in LANGUAGES} == COLOURED


def test_others_are_known_and_read_nothing() -> None:
    assert is_known("smithy")
    assert str(coloured("a = 'b'", "smithy")) == "a = &#39;b&#39;"


def test_names_of_other_programs_are_known() -> None:
    known = {
        "rust,ignore": "Rust",
        "{.python": "Python",
        "js": "JavaScript",
        "C++": "C++",
        "yaml": "YAML",
        "text": "",
    }
    assert {name: lexer_title(name) for name in known} == known
    assert is_known("text")
    assert not is_known("pyhton")


@pytest.mark.parametrize(
    ("colours", "grounds"),
    [
        (TOKENS["code"], [TOKENS[one][ground] for one in ("color", "web") for ground in ("paper", "tint")]),
        (TOKENS["code"], [TOKENS["web"]["sepia"][ground] for ground in ("paper", "tint")]),
        (TOKENS["code"]["dark"], [TOKENS["web"]["dark"][ground] for ground in ("paper", "tint")]),
    ],
    ids=["light", "sepia", "dark"],
)
def test_colours_can_be_read(colours: dict[str, str], grounds: list[str]) -> None:
    for name, colour in colours.items():
        if isinstance(colour, str):
            assert min(ratio(colour, ground) or 0 for ground in grounds) >= LEAST, name


def test_colours_of_an_e_book_can_be_read_on_any_ground() -> None:
    for name, colour in TOKENS["code"]["ebook"].items():
        assert min(ratio(colour, ground) or 0 for ground in ("#fff", "#000")) >= 4.5, name
