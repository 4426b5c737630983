"""One loader reads all YAML: whatever a text is, it is values or a diagnostic; what is quoted is read back."""

import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.manuscript.new_chapter import NewChapter
from bookbuilder.importers.markdown_sources.yaml_values import yaml_values
from bookbuilder.markdown import front_matter
from bookbuilder.translate.exchange.front_matter_ranges import value_ranges
from bookbuilder.yaml_nodes import yaml_string

PIECES = [
    *("a", "title", "1984", "2022-01-22", "2022-13-45", "yes", "~", "null", "12:30:45", ".inf", "0x_", "<<", "=", "é", " "),
    *("  ", "\n", "\n  ", ": ", ":", "- ", "? ", ", ", "#", " #", "[", "]", "{", "}", "&b ", "*b", "!", "!!str "),
    *("'", '"', "!!python/object/apply:os.abort ", "''", '"\\UFFFFFFFF"', '"\\x41"', "---\n", "...\n", "%YAML 1.1\n", "\t"),
    *("|\n", ">-\n", "\u2028", "\x01", "%YAML " + "9" * 5000 + ".1\n"),
]  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=40)
WORDS = SOUP.map(lambda text: printable(text).strip()).filter(bool)


@given(SOUP)
def test_any_text_is_values_or_a_diagnostic(text: str) -> None:
    findings = Findings()
    result = front_matter.read(text, "a.md", findings)
    assert not result.broken or [str(one.span.path) for one in findings.sorted()] == ["a.md"]
    value_ranges(f"---\n{text}\n---\n")
    yaml_values(text)


@given(SOUP)
def test_values_are_those_of_a_loader_without_types(text: str) -> None:
    ours = yaml_values(text)
    try:
        theirs = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError):
        theirs = None
    # `<<` is a key to a loader without types.
    assert ours is None or "<<" in text or ours == theirs
    # What is refused is no table, or has aliases, which may hold themselves.
    assert ours is not None or not isinstance(theirs, dict) or "*" in text or "? " in text


@given(WORDS)
def test_what_is_quoted_is_read_back(text: str) -> None:
    for written in (
        yaml_string(text, typed=True),
        yaml_string(text),
        yaml_string(text, like="'x'"),
        yaml_string(text, like='"x"'),
    ):
        values = front_matter.read(f"title: {written}\nkind: prose\n", "a.md", Findings()).values
        title = values.get("title")
        assert isinstance(title, front_matter.Scalar) and title.text == text, written
    listed = front_matter.read(
        f"events: [{yaml_string(text, listed=True)}, b]\n", "a.md", Findings()
    ).values.get("events")
    assert isinstance(listed, list) and [one.text for one in listed] == [text, "b"]


def test_a_chapter_has_words_in_quotes_where_yaml_takes_them_for_something_else() -> None:
    head = {"title": "1984", "numbered": "no", "date": "2022-01-22", "events": ("Yes", "C# und F#")}
    assert NewChapter("a", head, "Text.").text() == (
        "---\ntitle: '1984'\nnumbered: no\ndate: 2022-01-22\nevents:\n  - 'Yes'\n  - C# und F#\n---\n\nText.\n"
    )


LAUGHS = "a: &a [x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in pairwise("abcdefghijkl")
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (LAUGHS, "anchors and aliases (& and *) are not allowed"),
        ("a: " + "[" * 5_000 + "]" * 5_000, "it is nested too deeply"),
        ("a: " + "[" * 100_000, "it is nested too deeply"),
        ("".join("  " * n + "a:\n" for n in range(300)), "it is nested too deeply"),
        ('title: "\\UFFFFFFFF"', "a number in it is too large"),
        ('title: "\\ud83d\\ude00"', "are no characters"),
    ],
    ids=["aliases", "lists", "open lists", "tables", "numbers", "surrogates"],
)  # fmt: skip
def test_what_is_made_to_harm_is_refused_at_once(text: str, problem: str) -> None:
    start, findings = time.process_time(), Findings()
    assert front_matter.read(text, "a.md", findings).broken
    assert [problem in one.message for one in findings.sorted()] == [True]
    assert yaml_values(text) is None
    assert time.process_time() - start < 2
