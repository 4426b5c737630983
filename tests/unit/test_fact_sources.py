"""A fact that cites its source prints what its author would have written behind it; facts.toml says which it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.facts.fact_sources import source_citation, written_sources
from bookbuilder.markdown.citation_syntax import cited_sources
from bookbuilder.sources.locators import LABELS
from tests.cases import book

CHAPTER = """\
# {title}

[{words}]{{fact=aid{cite}}}{citation}. [{words}]{{fact=aid form=short{cite}}}{citation},
*[{words}]{{fact=aid{cite}}}{citation}*[^a].

- [{words}]{{fact=aid{cite}}}{citation}

> [{words}]{{fact=aid{cite}}}{citation}

::: aside {title}
[{words}]{{fact=aid{cite}}}{citation}
:::

| {title} | B |
| --- | --- |
| [{words}]{{fact=aid{cite}}}{citation} | {words} |

[^a]: [{words}]{{fact=aid{cite}}}{citation}.

::: sources
:::
"""
LOCALES = {"de": "Zwei Euro", "en": "two euros", "fr": "deux euros", "ar": "2", "pl": "dwa euro"}
FACTS = '[aid]\namount = "2 EUR"\nsource = "nato1949, Art. 5"\n'
SOURCES = '[nato1949]\ntype = "treaty"\ntitle = "Nordatlantikvertrag"\nauthor = "NATO"\nissued = 1949-04-04\n'


def _built(
    root: Path, style: str, editions: list[str], locales: list[str], **written: str
) -> dict[str, bytes]:
    chapters = {
        f"chapters/{name}/01-a.md": CHAPTER.format(title="A", words=LOCALES[name], **written)
        for name in locales
    }
    settings = book.settings(locales) + f'\n[sources]\nstyle = "{style}"\n'
    book.write(root, {"book.toml": settings, "facts.toml": FACTS, "sources.toml": SOURCES, **chapters})
    wanted = [word for one in editions for word in ("-e", one)]
    assert main(["build", str(root), *wanted]) == 0
    output = root / "output"
    return {str(file.relative_to(output)): file.read_bytes() for file in output.rglob("*") if file.is_file()}


@pytest.mark.parametrize("style", ["full-note", "apa"])
@pytest.mark.parametrize(
    ("editions", "locales"),
    [(["epub", "web"], ["de", "en"]), pytest.param(["pdf", "epub"], list(LOCALES), marks=pytest.mark.heavy)],
)
def test_cite_prints_what_its_author_would_have_written(
    tmp_path: Path, style: str, editions: list[str], locales: list[str]
) -> None:
    by_fact = _built(tmp_path / "a", style, editions, locales, cite=" cite=yes", citation="")
    by_hand = _built(tmp_path / "b", style, editions, locales, cite="", citation=" [@nato1949, Art. 5]")
    assert len(by_fact) >= len(locales) * len(editions)
    assert by_fact == by_hand


def _notes(root: Path) -> str:
    assert main(["build", str(root), "-e", "web"]) == 0
    pages = sorted((root / "output").rglob("01-a.html"))
    assert pages
    return "\n".join(page.read_text("utf-8") for page in pages)


def test_another_source_is_printed_when_facts_toml_changes(tmp_path: Path) -> None:
    chapter = "# A\n\n[5]{fact=five cite=yes}.\n"
    facts = '[five]\nnumber = 5\nsource = "{}"\n'
    other = SOURCES.replace("nato1949", "un1945").replace("Nordatlantikvertrag", "Charta")
    files = {"chapters/de/01-a.md": chapter, "sources.toml": f"{SOURCES}\n{other}"}
    root = book.write(tmp_path, {**files, "facts.toml": facts.format("nato1949, Art. 5")})
    assert "Nordatlantikvertrag" in _notes(root)
    (root / "facts.toml").write_text(facts.format("un1945, Art. 7"), encoding="utf-8")
    again = _notes(root)
    assert "Charta" in again
    assert "Nordatlantikvertrag" not in again


def test_facts_and_sources_of_a_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the series says wrong is told where a book prints it; what it does not print is none of its business."""
    facts = '[five]\nnumber = 5\nsource = "nato1949, Art. 5"\n\n[six]\nnumber = 6\nsource = "@nobody"\n'
    (tmp_path / "series.toml").write_text('[series]\nid = "r"\n', encoding="utf-8")
    (tmp_path / "facts.toml").write_text(facts, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    chapter = "# A\n\n[5]{fact=five cite=yes}.\n"
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": chapter})
    assert "Nordatlantikvertrag" in _notes(root)
    assert "nobody" not in capsys.readouterr().err
    new = facts.replace("Art. 5", "Art. 9")
    (tmp_path / "facts.toml").write_text(new, encoding="utf-8")
    assert re.search(r"Art\.</abbr>\s9\.", _notes(root).replace("&#160;", " "))
    (root / "chapters/de/01-a.md").write_text(f"{chapter}\n[6]{{fact=six}}.\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["build", str(root), "-e", "web"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "facts.toml:7:1: error: no source has the key nobody [citation.unknown]" in said


KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_:-]{0,10}[a-z0-9]", fullmatch=True)


@given(KEYS, st.sampled_from(["", ", S. 12–14", ", Art. 5", ", 33", ", passim"]), st.booleans())
def test_a_source_that_is_a_key_is_a_citation(key: str, behind: str, signed: bool) -> None:
    citation = source_citation(f"{'@' if signed else ''}{key}{behind}", (key,))
    (cited,) = cited_sources(citation)
    assert cited.key == key
    assert not cited.label or cited.label in LABELS
    assert cited == cited_sources(f"[@{key}{behind}]")[0]


@given(st.text(max_size=60), st.sets(KEYS, max_size=3))
def test_any_other_text_is_for_the_desk(text: str, keys: set[str]) -> None:
    citation = source_citation(text, keys)
    if "@" not in text and text.partition(",")[0].strip() not in keys:
        assert citation == ""
    if citation:
        assert citation.startswith("[")
        assert citation.endswith("]")


@given(st.text(max_size=100))
def test_any_file_is_read(text: str) -> None:
    assert isinstance(written_sources(f"source {text}"), dict)
