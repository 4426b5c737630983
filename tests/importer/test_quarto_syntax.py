"""What Quarto and Bookdown say in settings and text beyond Markdown: included metadata, conditions, references."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.nodes import Reference, Table
from bookbuilder.document.walk import walk
from bookbuilder.importers.quarto.conditional_content import visible_content
from bookbuilder.importers.quarto.cross_references import numbered_words, plain_references
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour
from tests.importer.imported import WORLD, codes, folder, imported, printed, texts
from tests.importer.test_docx import png

PLACE = Span("a.qmd")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_metadata_files(ends: str) -> None:
    files = {
        "_quarto.yml": "metadata-files: [./meta/a.yml, b.yml, gone.yml]\nbook:\n  title: One\n  chapters: [index.qmd]\n",
        "meta/a.yml": "lang: de\nbook:\n  title: Two\n  author: Anna\n  chapters: [b.qmd, index.qmd]\n",
        "b.yml": "book: {subtitle: Three}\n",
        "index.qmd": "# A\n\nText.\n",
        "b.qmd": "# B\n\nText.\n",
    }
    made, _ = imported(folder({name: text.replace("\n", ends) for name, text in files.items()}))
    settings = tomllib.loads(made["book.toml"].decode())
    assert settings["book"]["authors"] == ["Anna"]
    assert (settings["locales"]["de"]["title"], settings["locales"]["de"]["subtitle"]) == ("Two", "Three")
    assert list(texts(made)) == ["chapters/de/01-a.md", "chapters/de/02-b.md"]


@pytest.mark.parametrize("text", ["[", "3", "a: &x 1\nb: *x", ""])
def test_metadata_files_that_say_nothing(text: str) -> None:
    files = {
        "_quarto.yml": "metadata-files: x.yml\nbook: {chapters: [a.qmd]}\n",
        "x.yml": text,
        "a.qmd": "# A\n\nB\n",
    }
    assert list(texts(imported(folder(files), locale="en")[0])) == ["chapters/en/01-a.md"]


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ('.content-visible when-format="html"', False),
        ('.content-visible when-format="pdf"', True),
        (".content-visible when-format=latex", True),
        (".content-visible when-format='typst'", True),
        ('.content-visible unless-format="html"', True),
        ('.content-visible unless-format="pdf"', False),
        ('.content-hidden when-format="html"', True),
        ('.content-hidden when-format="pdf"', False),
        ('.content-hidden unless-format="pdf"', True),
        ('.content-hidden unless-format="html"', False),
        ('.content-visible when-format="html" unless-format="revealjs"', False),
        ('.content-visible when-profile="advanced"', True),
        ('.content-hidden when-meta="draft"', True),
        (".content-hidden", False),
        (".content-visible", True),
    ],
)
@pytest.mark.parametrize("form", ["div", "nested", "span", "code", "title"])
def test_conditions(condition: str, shown: bool, form: str) -> None:
    block = {
        "div": f"::: {{{condition}}}\nWords\n\n```\n:::\n```\n:::",
        "nested": f":::: {{{condition}}}\n\n::: {{.callout-note}}\nWords\n:::\n\n::: aside\nx\n:::\n\n::::",
        "span": f"Some [Words]{{{condition}}} here and `[Words]{{{condition}}}`",
        "code": f"```{{.python {condition}}}\nWords\n```",
        "title": f"::: {{#x {condition}}} :::\nWords\n:::",
    }[form]
    findings = Findings()
    made = visible_content(f"Before\n\n{block}\n\nAfter", PLACE, findings)
    assert made.startswith("Before\n\n") and made.endswith("\n\nAfter")
    assert made.count("Words") == shown + (form == "span")
    assert codes(findings) == ([] if shown else ["import.hidden"])
    outside = made.replace(f"`[Words]{{{condition}}}`", "")
    assert "when-" not in outside and "unless-" not in outside


@given(
    st.lists(
        st.sampled_from(
            [
                '::: {.content-visible when-format="pdf"}',
                '::: {.content-hidden when-format="html"}',
                "::: {.x}", ":::", "::::", "word", "", "```", "> word",
                '[word]{.content-visible when-format="pdf"}',
            ]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_what_is_for_print_is_kept(lines: list[str]) -> None:
    findings = Findings()
    made = visible_content("\n".join(lines), PLACE, findings)
    assert made.count("word") == "\n".join(lines).count("word") and codes(findings) == []


def test_a_div_that_nothing_closes_is_kept() -> None:
    text = '::: {.content-visible when-format="html"}\nWords'
    assert "Words" in visible_content(text, PLACE, Findings())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Figure \@ref(fig:my-plot).", "[](#fig-my-plot)."),
        (r"see Table&nbsp;\@ref(tab:a)", "see [](#tbl-a)"),
        ("in Chapter\u00a0\\@ref(intro)", "in [](#intro)"),
        (r"Section \@ref(intro)", "Section [](#intro)"),
        (r"(\@ref(fig:a))", "([](#fig-a))"),
        (r"Die Abbildung \@ref(fig:a)", "Die Abbildung [](#fig-a)"),
        (r"Equation \@ref(eq:binom)", r"Equation \@ref(eq:binom)"),
        (r"`\@ref(fig:a)` and \@ref()", r"`\@ref(fig:a)` and \@ref()"),
        (r"Table: (\#tab:t) A *caption*", "Table: A *caption* {#tbl-t}"),
        (r": (\#tab:t)", ":  {#tbl-t}"),
        ("[@sec-a]", "[@sec-a]"),
        ("[@sec-a; @fig-b;-@tbl-c]", "@sec-a; @fig-b;-@tbl-c"),
        ("[see @sec-a, and so on]", "see @sec-a, and so on"),
        ("[@sec-a; @knuth]", "[@sec-a; @knuth]"),
        ("[@knuth; p. 3]", "[@knuth; p. 3]"),
        ("[a@fig-b.example](mailto:a@fig-b.example)", "[a@fig-b.example](mailto:a@fig-b.example)"),
        ("[mail@fig-b]", "[mail@fig-b]"),
    ],
)
def test_references(text: str, expected: str) -> None:
    assert (
        plain_references(f"{text}\n\n```\n{text}\n```", numbered_words("en", WORLD))
        == f"{expected}\n\n```\n{text}\n```"
    )


@pytest.mark.parametrize(
    ("tag", "word"), [("de", "Abbildung"), ("fr", "Tableau"), ("xx", "Figure"), ("", "Chapter"), ("ja", "")]
)
def test_words_before_numbers(tag: str, word: str) -> None:
    assert not word or word in numbered_words(tag, WORLD)


def test_a_bookdown_book() -> None:
    """Its figures, tables and headings are found by its references."""
    text = """\
# Einleitung {#intro}

Siehe Abbildung \\@ref(fig:karte), Tabelle \\@ref(tab:zahlen), Kapitel \\@ref(ende) und \\@ref(teil).

```{r karte, echo=FALSE, fig.cap="Die Karte"}
knitr::include_graphics("k.png")
```

| A | B |
|---|---|
| 1 | 2 |

Table: (\\#tab:zahlen) Die Zahlen

## Teil {#teil}

Text.
"""
    files, findings = imported(
        folder(
            {
                "_bookdown.yml": "rmd_files: [index.Rmd, b.Rmd]\n",
                "index.Rmd": f"---\ntitle: Buch\nlang: de\n---\n\n{text}",
                "b.Rmd": "# Ende {#ende -}\n\nText.\n",
                "k.png": png(),
            }
        ),
        locale="de",
    )
    first, second = texts(files).values()
    dialect = Dialect(Flavour.QUARTO)
    chapter = parse_chapter(first, "chapters/de/01-a.md", directives(), findings, dialect=dialect)
    assert [one.target for one in walk(chapter) if isinstance(one, Reference)] == [
        "fig-karte",
        "tbl-zahlen",
        "ende",
        "teil",
    ]
    assert "Siehe , ,  und ." in printed(chapter)
    assert [printed(one.caption) for one in walk(chapter) if isinstance(one, Table)] == ["Die Zahlen"]
    assert "{#fig-karte}" in first and "numbered: false" in second


@pytest.mark.parametrize(
    ("heading", "numbered"),
    [
        ("# A", True),
        ("# A {-}", False),
        ("# A {.unnumbered}", False),
        ("# A {#a .x .unnumbered .unlisted}", False),
        ("# A {.unnumberedly}", True),
        (r"# A \{.unnumbered}", True),
        ("A {.unnumbered}\n====", False),
    ],
)
def test_chapters_without_a_number(heading: str, numbered: bool) -> None:
    files, _ = imported(
        folder(
            {
                "_quarto.yml": "book: {chapters: [a.qmd]}\n",
                "a.qmd": f"{heading}\n\nText.\n\n## B {{.unnumbered}}\n\nC\n",
            }
        ),
        locale="en",
    )
    assert ("numbered: false" not in next(iter(texts(files).values()))) == numbered
