"""Passages for some editions: what each has is what its conditions say, wherever they stand; nothing else is built twice."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.cache_key import cache_keys
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.document.document import Document
from bookbuilder.document.galley import text
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import formats
from bookbuilder.markdown.conditions import mentioned
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.edition_variants import with_variants
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.locale_version import LocaleVersion
from bookbuilder.pipeline.plan import Plan, make_plan
from bookbuilder.pipeline.read_locales import Readings, read_locales
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book

FIRST = "chapters/de/01-a.md"
HOLDING = {
    "pdf": {"pdf", "print", "de"},
    "epub": {"epub", "screen", "de"},
    "web": {"web", "screen", "de"},
}


def read(root: Path, files: Mapping[str, str | bytes], editions: str = "") -> tuple[Plan, Readings, Findings]:
    """Return the plan of a book, its readings, and what is said."""
    world, findings = World(book.write(root, files, editions=editions)), Findings()
    project = load(world, findings, formats())
    assert project is not None
    plan = with_variants(make_plan(project, BuildRequest(), formats()), world, formats())
    return plan, read_locales(Context(world, findings), plan, formats()), findings


def documents(plan: Plan, readings: Readings, locale: str = "de") -> dict[str, Document]:
    """Return the document of each edition in a locale."""
    return {name: reading.document for name, reading in by_edition(plan, readings, locale).items()}


def by_edition(plan: Plan, readings: Readings, locale: str = "de") -> dict[str, LocaleReading]:
    """Return the reading of each edition in a locale."""
    return {
        edition.name: readings[LocaleVersion.of(edition.locale)]
        for _, edition in plan.wanted
        if edition.locale.name == locale
    }


def words(document: Document) -> list[str]:
    """Return the words of a document that the drawn text below has."""
    chapters = [chapter for chapter in document.chapters if chapter.span.path.endswith(".md")]
    whole = " ".join(text(node) for chapter in chapters for node in walk((chapter.blocks, chapter.notes)))
    return re.findall(r"w\d+", whole)


# -- every passage is where its conditions say -----------------------------------------------------------------

CONDITION = st.tuples(
    st.sampled_from(("only", "not")),
    st.lists(st.sampled_from(("pdf", "print", "epub", "web", "screen", "de", "en")), min_size=1, max_size=2),
)
PLACES = (
    "paragraph",
    "span",
    "div",
    "item",
    "quote",
    "box",
    "cell",
    "term",
    "heading",
    "note",
    "verse",
    "nested",
)


def holds(condition: tuple[str, Sequence[str]], edition: str) -> bool:
    key, named = condition
    return bool(HOLDING[edition].intersection(named)) == (key == "only")


def written(place: str, word: str, braces: str) -> str:
    """Return Markdown with a conditional passage and a word in it, and others around it."""
    span = f"[{word}]{{{braces}}}"
    return {
        "paragraph": f"{{{braces}}}\n{word}",
        "span": f"Vor {span} nach *{span}*, {span}.",
        "div": f"::: {{{braces}}}\n{word}\n\n- {word}\n:::",
        "item": f"- eins\n- {span}\n\n  {{{braces}}}\n  {word}\n- drei",
        "quote": f"> Zitat\n>\n> {{{braces}}}\n> {word} {span}",
        "box": f"::: aside {span} {{{braces}}}\n{span}\n\n{word}\n:::",
        "cell": f"| A | B |\n|---|---|\n| 1 | {span} |\n| {span} | {span} |",
        "term": f"Term\n: {span}\n\n  {{{braces}}}\n  {word}",
        "heading": f"## {word} {{{braces}}}",
        "note": f"Ruf.[^{word}]\n\n[^{word}]: Text {span}",
        "verse": f"| Zeile {span}\n| {span}",
        "nested": f"::: {{{braces}}}\n::: aside\n> [{span}]{{.k}}\n:::\n:::",
    }[place]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(PLACES), CONDITION), min_size=1, max_size=6))
def test_an_edition_has_the_passages_whose_conditions_hold(
    drawn: Sequence[tuple[str, tuple[str, Sequence[str]]]],
) -> None:
    parts = [
        written(place, f"w{number}", f'{key}="{" ".join(named)}"')
        for number, (place, (key, named)) in enumerate(drawn)
    ]
    with TemporaryDirectory() as folder:
        files = {
            FIRST: "# A\n\nAnfang.\n\n" + "\n\n".join(parts) + "\n",
            "chapters/en/01-a.md": "# A\n\nB.\n",
        }
        plan, readings, findings = read(Path(folder), files)
        assert not [one for one in findings.sorted() if one.code.startswith(("condition", "attribute"))]
        for edition, document in documents(plan, readings).items():
            found = set(words(document))
            expected = {f"w{n}" for n, (_, condition) in enumerate(drawn) if holds(condition, edition)}
            assert found == expected


def test_editions_with_the_same_passages_are_read_once(tmp_path: Path) -> None:
    editions = (
        '[editions.buch]\nformat = "pdf"\n[editions.probe]\nformat = "pdf"\n[editions.web]\nformat = "web"\n'
    )
    plan, readings, _ = read(tmp_path / "a", {FIRST: "# A\n\n[B]{not=web} C.\n"}, editions)
    found = by_edition(plan, readings)
    assert found["buch"] is found["probe"] is not found["web"]
    plan, readings, _ = read(tmp_path / "b", {FIRST: "# A\n\n[B]{only=probe} C.\n"}, editions)
    found = by_edition(plan, readings)
    assert found["buch"] is found["web"] is not found["probe"]
    plan, readings, _ = read(tmp_path / "c", {FIRST: "# A\n\nB not = C.\n"}, editions)
    assert len(readings) == 1
    assert next(iter(readings)).variant is None


def test_a_chapter_without_conditions_is_drafted_once_for_all_editions(tmp_path: Path) -> None:
    files = {FIRST: "# A\n\n[B]{not=web} C.\n", "chapters/de/02-b.md": "# B\n\nC.\n"}
    plan, readings, _ = read(tmp_path, files)
    found = by_edition(plan, readings)
    inputs = [reading.drafts[-1].given for reading in found.values()]
    assert [task.path for task in inputs if task] == ["chapters/de/02-b.md"] * 3
    assert len(set(cache_keys(inputs))) == 1
    assert len(set(cache_keys([reading.drafts[-2].given for reading in found.values()]))) == 2


# -- other files -----------------------------------------------------------------------------------------------


def test_a_condition_in_a_data_file_is_refused(tmp_path: Path) -> None:
    table = "# A\n\n::: table {src=a.csv}\nCaption\n:::\n"
    _, _, findings = read(tmp_path, {FIRST: table, "chapters/de/a.csv": "A,B\n1,[2]{only=web}\n"})
    assert [(one.code, str(one.span)) for one in findings.sorted()] == [
        ("condition.data", "chapters/de/a.csv:2:3")
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a]{only=print}", {"print"}),
        ('{not="web epub" #a}', {"web", "epub"}),
        ("---\nonly: print web\n---", {"print", "web"}),
        ("---\nnot: [web, epub]\n---", {"web", "epub"}),
        ("if not: only==", set()),
        ("x.only=a", set()),
    ],
)
def test_what_a_text_mentions(source: str, expected: set[str]) -> None:
    assert mentioned(source) == expected


# -- translations ----------------------------------------------------------------------------------------------

SOURCE = """\
# Anfang

Alle lesen das am 17. Januar 2022 in Kiew und in Moskau, [auch im Druck]{only=print}.

{only=de}
Nur auf Deutsch, mit [hundert]{number=100} Zahlen.

::: {not=de}
Für die anderen, die am 18. Januar in Berlin und in Genf etwas lesen.
:::

[Nur auf Deutsch.]{only=de}
"""
TARGET = """\
# Beginning

All read this on January 17, 2022, in Kyiv and in Moscow, [in print as well]{only=print}.

For the others, who read something in Berlin and in Geneva on January 18.

{only=en}
For readers from abroad.
"""


def test_a_translation_needs_no_passages_for_other_locales(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path, {FIRST: SOURCE, "chapters/en/01-a.md": TARGET}, editions=book.PRINT)
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    assert main(["status", str(root), "--strict"]) == 0, capsys.readouterr()
    assert main(["check", str(root), "--quick", "--strict"]) == 0, capsys.readouterr()
    assert main(["translate", "export", "en", "--book", str(root), "--all", "--into", str(root / "x")]) == 0
    exported = "".join(path.read_text(encoding="utf-8") for path in (root / "x").iterdir())
    assert "Für die anderen" in exported
    assert "Nur auf Deutsch" not in exported


def test_a_policy_for_missing_blocks_knows_what_an_edition_has(tmp_path: Path) -> None:
    files = {FIRST: SOURCE, "chapters/en/01-a.md": TARGET}
    root = book.write(tmp_path, files, editions=book.PRINT)
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    toml = (root / "book.toml").read_text(encoding="utf-8")
    toml = toml.replace('title = "A Case"', 'title = "A Case"\nmissing = "source"\nstale = "source"')
    new = SOURCE + "\n{only=de}\nNoch etwas auf Deutsch.\n\n{only=web}\nNeu im Netz.\n\nNeu.\n"
    plan, readings, findings = read(root, {**files, FIRST: new, "book.toml": toml})
    (document,) = documents(plan, readings, "en").values()
    whole = " ".join(text(node) for chapter in document.chapters for node in walk(chapter.blocks))
    assert "Neu." in whole
    assert "Deutsch" not in whole
    assert "Netz" not in whole
    assert "For readers from abroad" in whole
    assert [one.code for one in findings.sorted()] == ["translation.borrowed"]


def test_a_bilingual_edition_has_the_passages_of_both_languages(tmp_path: Path) -> None:
    editions = '[editions.beide]\nformat = "epub"\nlocales = ["de", "en"]\n'
    files = {FIRST: SOURCE, "chapters/en/01-a.md": TARGET}
    root = book.write(tmp_path, files, editions=editions)
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    assert main(["build", str(root), "--jobs", "1"]) == 0
    (made,) = (root / "output").glob("*.epub")
    with zipfile.ZipFile(made) as archive:
        text = archive.read("EPUB/text/c-01-a.xhtml").decode()
    rows = [re.sub(r"<[^>]+>|\\s+", " ", row).split() for row in text.split('<div class="parallel ')[1:]]
    there = [
        [word for word in ("Alle", "All", "hundert", "100", "others,", "abroad.") if word in row]
        for row in rows
    ]
    assert there == [["Alle", "All"], ["100"], ["others,"], ["abroad."]]
    assert "anderen" not in text
