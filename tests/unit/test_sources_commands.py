"""`bookbuilder sources list` and `sources add`: what the desk is told, and what stands in sources.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.sources.json_file import source_of
from bookbuilder.sources.new_sources import source_of_line, toml_entry
from bookbuilder.sources.source import Source
from bookbuilder.sources.toml_file import read_toml_sources
from tests.cases import book

FILES = {
    "chapters/de/01-a.md": "# A\n\nText [@kant, S. 3; @nato] und @kant, aber nicht [@gone].\n",
    "sources.toml": (
        '[kant]\ntype = "book"\ntitle = "Zum ewigen Frieden"\nauthor = "Kant, Immanuel"\nissued = 1795\n\n'
        '[nato]\ntype = "treaty"\ntitle = "Vertrag"\nissued = 1949-04-04\n\n'
        '[again]\ntype = "book"\ntitle = "Zum ewigen Frieden"\nauthor = "Kant, Immanuel"\nissued = 1795\n'
    ),
}


def test_who_cites_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, FILES)
    assert main(["sources", "list", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "kant: Zum ewigen Frieden (cited 2 times; lacks publisher or publisher-place)",
        "nato: Vertrag (cited once)",
        "again: Zum ewigen Frieden (not cited; lacks publisher or publisher-place; the same as kant)",
        "gone: cited, but no source has this key",
    ]
    main(["sources", "list", "--unused", str(root)])
    assert capsys.readouterr().out.startswith("again: ")


def test_a_source_behind_a_fact_is_not_unused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "chapters/de/01-a.md": "# A\n\n[5]{fact=five} und [6]{fact=six cite=yes}.\n",
        "sources.toml": FILES["sources.toml"],
        "facts.toml": '[five]\nnumber = 5\nsource = "kant"\n\n[six]\nnumber = 6\nsource = "nato, Art. 5"\n\n'
        '[seven]\nnumber = 7\nsource = "kant, 3"\n',
    }
    root = book.write(tmp_path, files)
    assert main(["sources", "list", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "kant: Zum ewigen Frieden (behind 2 facts; lacks publisher or publisher-place)",
        "nato: Vertrag (cited once; behind the fact six)",
        "again: Zum ewigen Frieden (not cited; lacks publisher or publisher-place; the same as kant)",
    ]
    main(["sources", "list", "--unused", str(root)])
    assert capsys.readouterr().out.startswith("again: ")


def test_sources_of_a_reference_manager(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path / "book", FILES)
    given_files = {
        "a.bib": "@book{kant2, author={Kant, Immanuel}, title={Zum ewigen Frieden}, year={1795}}\n"
        "@article{mueller, author={Müller, Ärne and de la Cruz, Ana}, title={Über {Öl}}, journal={Blatt}, year={2021}}\n",
        "b.ris": "TY  - BOOK\nAU  - Ross, Anna\nTI  - Die Lage\nPY  - 2020\nID  - ross\nER  - \n",
        "c.json": '[{"id": "d", "type": "webpage", "title": "Seite", "URL": "https://example.org"}]',
    }
    for name, text in given_files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert main(["sources", "add", str(tmp_path / name), "--book", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "[@mueller]: Über Öl",
        "kant2 is there already, as kant",
        "[@ross]: Die Lage",
        "[@d]: Seite",
    ]
    text = (root / "sources.toml").read_text(encoding="utf-8")
    assert text.startswith(FILES["sources.toml"].rstrip())
    assert tomllib.loads(text)["mueller"]["author"] == ["Müller, Ärne", "de la Cruz, Ana"]


def test_what_is_no_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n"})
    assert main(["sources", "add", "hallo welt", "--book", str(root)]) == 2
    assert main(["sources", "add", "nix.bib", "--book", str(root)]) == 1
    assert not (root / "sources.toml").exists()
    capsys.readouterr()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kant, Immanuel: Zum ewigen Frieden. Königsberg 1795.", ("book", "Zum ewigen Frieden", 1795)),
        (
            "Ross, Anna (2020): „Die Lage im Osten“, in: Blatt 3",
            ("article-journal", "Die Lage im Osten", 2020),
        ),
        ("Smith, J. (2019). A title. Publisher.", ("book", "A title", 2019)),
        ("https://www.osce.org/x", ("webpage", "https://www.osce.org/x", 0)),
    ],
)
def test_a_line(line: str, expected: tuple[str, str, int]) -> None:
    item = source_of_line(line)
    assert item is not None
    issued = item.get("issued")
    year = issued["date-parts"][0][0] if isinstance(issued, dict) else 0
    assert (item["type"], item["title"], year) == expected


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text and " ".join(text.split()) == text
)


@given(
    WORDS,
    st.lists(st.one_of(st.tuples(WORDS, WORDS), st.tuples(WORDS, st.just(""))), max_size=3),
    st.lists(st.integers(1000, 2100), max_size=2),
)
def test_what_is_written_is_read_again(title: str, names: list[tuple[str, str]], years: list[int]) -> None:
    people = [{"family": f, "given": g} if g else {"literal": f} for f, g in names]
    item: dict[str, object] = {"type": "book", "title": title}
    if people:
        item["author"] = people
    if years:
        item["issued"] = {"date-parts": [[year] for year in years]}
    source = source_of("a:b", item, Span(), Findings())
    assert source is not None
    findings = Findings()
    (read,) = read_toml_sources(toml_entry(source), "sources.toml", findings)
    assert findings.sorted() == ()
    assert _said(read) == _said(source)


def _said(source: Source) -> tuple[str, object, list[str], object]:
    """Return what readers see of a source: names with commas inside are one text."""
    people = source.variables.get("author", [])
    assert isinstance(people, list)
    shown = [
        one.get("literal") or (f"{one['family']}, {one['given']}") for one in people if isinstance(one, dict)
    ]
    return source.key, source.variables["title"], shown, source.variables.get("issued")


@given(st.text(max_size=300))
def test_any_line_is_read_or_refused(line: str) -> None:
    item = source_of_line(line)
    assert item is None or source_of("a", item, Span(), Findings()) is not None
