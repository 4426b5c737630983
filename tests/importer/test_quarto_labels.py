"""What Quarto numbers by labels is referred to in a book that builds, and its shortcodes are what they stand for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Chapter, Figure, Formula, Link, PageBreak, Reference, Table
from bookbuilder.document.walk import plain, walk
from bookbuilder.importers.quarto.labelled_blocks import LabelWords, labelled_blocks, named_references
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour
from tests.importer.imported import codes, folder, imported, printed, texts
from tests.importer.test_docx import png

QUARTO = {"_quarto.yml": "book: {title: T, chapters: [a.qmd, b.qmd]}\n", "_variables.yml": "a: {b: Wert}\n"}
FIGURE = "::: {#fig-a}\n![Genf](bild.png)\n\nDie *Stadt*\n:::"
LAYOUT = "::: {#fig-l layout-ncol=2}\n![Eins](bild.png){#fig-l1}\n\n![Zwei](bild.png){#fig-l2}\n\nBeide\n:::"
BLOCKS = {
    "fig-a": FIGURE,
    "fig-c": "::: {#fig-c}\n```python\nx\n```\nWas es tut\n:::",
    "fig-b": "::: {#fig-b}\n![Nur dieses](bild.png){width=50%}\n:::",
    "fig-l": LAYOUT,
    "tbl-a": "::: {#tbl-a}\n| a | b |\n|---|---|\n| 1 | 2 |\n\nZahlen\n:::",
    "lst-a": '```{#lst-a .python lst-cap="Ein Programm"}\nx\n```',
    "lst-b": "::: {#lst-b}\n```r\nx\n```\n\nEin anderes\n:::",
    "eq-a": "$$\na = b\n$$ {#eq-a}",
    "eq-b": "$$ a = b $$ {#eq-b}",
    "thm-a": "::: {#thm-a}\n## Gerade\n\nSo ist es.\n:::",
    "exm-a": "::: {#exm-a}\nEin Beispiel.\n:::",
    "fig-r": '```{r}\n#| label: fig-r\n#| fig-cap: "Verlauf"\nplot(1)\n```',
}


def chapters(a: str, b: str = "Ende.") -> tuple[list[Chapter], list[str]]:
    """Return the chapters of a book of Quarto, and what is wrong with them."""
    files, findings = imported(
        folder({**QUARTO, "a.qmd": f"# A\n\n{a}\n", "b.qmd": f"# B\n\n{b}\n", "bild.png": png()}), locale="de"
    )
    found = Findings()
    dialect = Dialect(Flavour.QUARTO)
    made = [
        parse_chapter(text, path, directives(), found, dialect=dialect)
        for path, text in sorted(texts(files).items())
    ]
    return made, [
        str(one)
        for one in (*found.sorted(), *findings.sorted())
        if one.code not in ("import.date", "markdown.foreign")
    ]


@pytest.mark.parametrize("label", BLOCKS)
@pytest.mark.parametrize("form", ["@{}", "[@{}]", "[-@{}]", "@{}."])
def test_a_reference_leads_to_its_block(label: str, form: str, tmp_path: Path) -> None:
    source = tmp_path / "quelle"
    source.mkdir()
    texts_of = {
        **QUARTO,
        "a.qmd": f"# A\n\n{BLOCKS[label]}\n",
        "b.qmd": f"# B\n\nSiehe {form.format(label)}\n",
    }
    for name, text in texts_of.items():
        (source / name).write_text(text, encoding="utf-8")
    (source / "bild.png").write_bytes(png())
    report = tmp_path / "report.json"
    assert (
        main(
            [
                "import",
                str(source),
                "--dir",
                str(tmp_path / "buch"),
                "--locale",
                "de",
                "--report",
                str(report),
            ]
        )
        == 0
    )
    said = report.read_text(encoding="utf-8")
    assert "import.unrepaired" not in said and "reference." not in said and "attribute.loose" not in said
    made = (tmp_path / "buch/chapters/de/02-b.md").read_text(encoding="utf-8")
    assert "\\@" not in made and re.search(r"\]\(#|@(?:fig|tbl|eq)-", made)


def test_figures_and_tables_have_numbers() -> None:
    [first, second], wrong = chapters(
        "\n\n".join((FIGURE, LAYOUT, BLOCKS["tbl-a"])), "@fig-a, [-@fig-l], @tbl-a"
    )
    assert not wrong
    figures = [node for node in walk(first) if isinstance(node, Figure)]
    assert [(one.id, plain(one.caption)) for one in figures] == [
        ("fig-a", "Die Stadt"),
        ("fig-l1", "Eins"),
        ("fig-l2", "Zwei"),
    ]
    [table] = [node for node in walk(first) if isinstance(node, Table)]
    assert (table.id, plain(table.caption)) == ("tbl-a", "Zahlen")
    assert [node.target for node in walk(second) if isinstance(node, Reference)] == [
        "fig-a",
        "fig-l1",
        "tbl-a",
    ]
    assert "Beide" in printed(first)


def test_words_name_what_has_no_number() -> None:
    blocks = [BLOCKS[label] for label in ("lst-a", "lst-b", "eq-a", "eq-b", "thm-a", "exm-a")]
    [first, second], wrong = chapters("\n\n".join(blocks), "@lst-a, @lst-b, @eq-a, @eq-b, @thm-a, @exm-a")
    assert not wrong
    assert printed(second.blocks) == "Ein Programm, Ein anderes, , , Gerade, (1)"
    assert "Ein Programm" in printed(first)
    formulas = [node for node in walk(first) if isinstance(node, Formula)]
    assert [(node.id, node.words) for node in formulas] == [("eq-a", "a = b"), ("eq-b", "a = b")]
    assert {"eq-a", "eq-b"} <= {node.target for node in walk(second) if isinstance(node, Reference)}


def test_a_word_before_a_number_alone_goes() -> None:
    [_, second], wrong = chapters(FIGURE, "In Abbildung [-@fig-a] und Bild [-@fig-a] und E-Mail a@fig-a.de")
    assert not wrong
    assert [node.target for node in walk(second) if isinstance(node, Reference)] == ["fig-a", "fig-a"]
    assert printed(second.blocks) == "In  und Bild  und E-Mail a@fig-a.de"


@given(
    st.lists(
        st.sampled_from(
            [
                ":::",
                "::: {#fig-a}",
                "::: {#tbl-b}",
                "```",
                "```{#lst-a}",
                "$$",
                "$$ {#eq-a}",
                "Wort",
                "",
                "![x](y.png)",
                "| a |",
            ]
        )
    )
)
def test_no_line_is_lost(lines: list[str]) -> None:
    labels = LabelWords()
    out = named_references(labelled_blocks("\n".join(lines), labels), labels, frozenset())
    for word in ("Wort", "y.png", "| a |"):
        assert out.count(word) == "\n".join(lines).count(word)


SHORTCODES = [
    ("{{< embed b.ipynb#fig-plot >}}", "b.ipynb#fig-plot", True),
    ("{{< fa thumbs-up >}} gut", " gut", True),
    ("{{< kbd Strg-C >}}", "Strg-C", False),
    ("{{< var a.b >}}", "Wert", False),
    ("{{< meta book.title >}}", "T", False),
    ("{{< video https://example.org/v.mp4 >}}", "https://example.org/v.mp4", False),
    ('{{< video https://example.org/v.mp4 title="Ein Film" >}}', "Ein Film", False),
    ("{{< video v.mp4 >}}", "v.mp4", True),
    ("`{{< var a.b >}}`", "{{< var a.b >}}", False),
]


@pytest.mark.parametrize(("text", "shown", "told"), SHORTCODES)
def test_shortcodes(text: str, shown: str, *, told: bool) -> None:
    files, findings = imported(
        folder({**QUARTO, "a.qmd": f"# A\n\n{text}\n", "b.qmd": "# B\n\nx\n"}), locale="de"
    )
    chapter = parse_chapter(texts(files)["chapters/de/01-a.md"], "a.md", directives(), Findings())
    assert printed(chapter.blocks).strip() == shown.strip()
    assert ("import.shortcode" in codes(findings)) == told
    assert "example.org" not in text or any(isinstance(node, Link) for node in walk(chapter))


def test_a_page_break() -> None:
    [first, _], wrong = chapters("Vor\n\n{{< pagebreak >}}\n\nNach")
    assert not wrong and any(isinstance(node, PageBreak) for node in walk(first))
