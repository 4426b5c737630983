"""Glossaries for readers: every word leads to the nearest entry, every entry back to its words."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.glossary import read
from tests.cases import book
from tests.cases.case import run

KEYS = ("draft", "zone", "zwei Worte")
MEANINGS = {
    "draft": "Ein *Papier*, siehe [Zone]{term=zone} und [](#01-a)",
    "zone": "Ein `Streifen` [Land](https://example.org/land)",
    "zwei Worte": "Etwas $x^2$",
}
GLOSSARY = "".join(f'["{key}"]\nterm = "{key}"\nmeaning = "{MEANINGS[key]}"\n' for key in KEYS)
LISTS = ("", "{of=chapter}", "{of=chapter places=no}", "{of=chapter show=all}")
MARKED = re.compile(r'<a id="([^"]+)" class="term[^"]*" href="#([^"]+)"')
chapter = st.tuples(st.lists(st.sampled_from(KEYS), max_size=4), st.sampled_from(LISTS))


def text(number: int, marks: list[str], listed: str) -> str:
    """Return a chapter with marked words and a glossary."""
    words = " ".join(f'[w{place}]{{term="{key}"}}' for place, key in enumerate(marks))
    box = f"\n::: glossary {listed}\n:::\n" if listed and (marks or "all" in listed) else ""
    return f"# C{number}\n\nText {words}.\n{box}"


@settings(deadline=None, max_examples=40)
@given(chapters=st.lists(chapter, min_size=1, max_size=3), whole=st.booleans())
def test_words_and_entries_lead_to_each_other(chapters: list[tuple[list[str], str]], *, whole: bool) -> None:
    files = {
        f"chapters/de/0{number}-{name}.md": text(number, *drawn)
        for number, name, drawn in zip(count(1), "abc", chapters)
    }
    whole = whole and any(marks for marks, _ in chapters)
    if whole:
        files["chapters/de/09-z.md"] = "# Z\n\n::: glossary\n:::\n"
    made = {}
    with TemporaryDirectory() as folder:
        for number, path in enumerate(files):
            ordered = {path: files[path]} | files | {"glossary.toml": GLOSSARY}
            out = run_in(Path(folder) / str(number), ordered, path)
            made[path.split("/")[-1][:-3]] = out
    ids = [id_ for out in made.values() for id_ in re.findall(r' id="([^"]+)"', out)]
    assert len(ids) == len(set(ids))
    for name, out in made.items():
        for anchor in re.findall(r'href="#([^"]+)"', out):
            assert anchor in ids or anchor in made
        for _, entry in MARKED.findall(out):
            key = entry.partition("term-")[2]
            near = (f"{name}-term-{key}", f"term-{key}")
            assert entry == next((one for one in near if one in ids), entry)
    back = {anchor for out in made.values() for anchor in re.findall(r'<a href="#([^"]+)"', out)}
    if whole:
        assert {mark for out in made.values() for mark, _ in MARKED.findall(out)} <= back


def run_in(root: Path, files: dict[str, str], path: str) -> str:
    """Return a chapter of a book as the web has it; nothing but a missing glossary may be wrong with it."""
    shown = run(book.write(root, files), path, {"web": ""})
    assert "error" not in shown["says"], shown["says"]
    return shown["web"]


@pytest.mark.parametrize(
    ("line", "place", "exact"),
    [
        ('meaning = "Wort"', (3, 12), True),
        ("meaning='Wort'", (3, 10), True),
        ('meaning.de = "Wort"', (3, 15), True),
        ('meaning = { en = "x", de = "Wort" }', (3, 29), True),
        ('meaning = """Wort"""', (3, 1), False),
        ('meaning = "W\\u006frt"', (3, 1), False),
        ('meaning = """\nWort"""', (3, 1), False),
    ],
)
def test_where_a_meaning_begins(line: str, place: tuple[int, int], *, exact: bool) -> None:
    (term,) = read(f'[a]\nterm = "A"\n{line}\n', {"de": "de-DE", "en": "en-US"}, Findings()).terms
    name = "de" if "de" in term.meaning else ""
    assert term.meaning[name] == "Wort"
    span, found = term.places[name]
    assert ((span.line, span.column), found) == (place, exact)
