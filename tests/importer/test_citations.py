"""Citations of other programs come in as ours, with their sources."""

from __future__ import annotations

import base64
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.cli.shared.bibliography_files import bibliography_files
from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Citation
from bookbuilder.document.walk import walk
from bookbuilder.importers.importer import Files
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.csl_citations import read_csl_citation, rich_words
from bookbuilder.importers.manuscript.write_citations import citation_markdown
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.world import World
from tests.importer.docx_files import docx, field, note, paragraph, run
from tests.importer.imported import codes, imported, texts

KANT = {
    "id": 12,
    "type": "book",
    "title": "Zum ewigen Frieden",
    "author": [{"family": "Kant", "given": "Immanuel", "dropping-particle": ""}],
    "issued": {"date-parts": [["1795"]]},
    "publisher-place": "Königsberg",
}
NATO = {"id": 13, "type": "treaty", "title": "Nordatlantikvertrag", "author": [{"literal": "NATO"}]}


def chapter(content: str) -> str:
    """Return a chapter with a content."""
    return paragraph("Kapitel", "berschrift1") + content


def zotero(*items: dict[str, object], words: str = "(Kant 1795)") -> str:
    """Return a field of Zotero with its words."""
    data = {"citationID": "x", "citationItems": list(items), "properties": {"plainCitation": words}}
    return field(f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(data)} ", run(words))


def item(source: dict[str, object], **more: object) -> dict[str, object]:
    """Return a source as an item of a citation."""
    return {"id": source["id"], "uris": [f"http://zotero.org/{source['id']}"], "itemData": source, **more}


def body(files: Files) -> str:
    """Return the text of the first chapter."""
    return next(iter(texts(files).values())).partition("\n---\n")[2].strip()


def test_zotero_in_the_text() -> None:
    first = zotero(item(KANT, locator="12-14", label="page", prefix="vgl. <i>auch</i>", suffix="passim"))
    second = zotero(item(NATO, locator="5", label="article-locator"), item(KANT, **{"suppress-author": True}))
    bibliography = field(
        ' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY ', run("Kant, Zum ewigen Frieden.")
    )
    files, findings = imported(
        docx(chapter(paragraph(run("Nach ") + first + run("und") + second) + paragraph(bibliography)))
    )
    assert body(files) == (
        "Nach [vgl. _auch_ @kant1795, S. 12-14 passim]und[@nato, Art. 5; -@kant1795]\n\n::: sources\n:::"
    )
    written = tomllib.loads(files["sources.toml"].decode())
    assert written["kant1795"] == {
        "type": "book",
        "title": "Zum ewigen Frieden",
        "author": "Kant, Immanuel",
        "issued": 1795,
        "publisher-place": "Königsberg",
    }
    assert list(written) == ["kant1795", "nato"]
    assert tomllib.loads(files["book.toml"].decode())["sources"] == {"style": "iso-690"}
    assert codes(findings) == []


def test_zotero_in_notes() -> None:
    notes = {
        2: paragraph(zotero(item(KANT, locator="3"), words="Kant, S. 3") + run(".")),
        3: paragraph(
            run("Dazu mehr ") + zotero(item(KANT, prefix="bei", locator="4", suffix="f.")) + run(" und NATO.")
        ),
    }
    files, _ = imported(
        docx(chapter(paragraph(run("Eins") + note(2) + run(" und zwei") + note(3))), notes=notes)
    )
    assert body(files) == (
        "Eins[@kant1795, S. 3] und zwei[^1]\n\n[^1]: Dazu mehr bei @kant1795 [S. 4 f.] und NATO."
    )
    assert "sources" not in tomllib.loads(files["book.toml"].decode())


def test_a_citation_without_its_source_keeps_its_words() -> None:
    known, unknown = zotero(item(KANT)), zotero({"id": 9, "uris": ["http://zotero.org/9"]}, words="(Meyer)")
    bibliography = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", run("Meyer, Eva."))
    files, findings = imported(docx(chapter(paragraph(known + run(" ") + unknown) + paragraph(bibliography))))
    assert body(files) == "[@kant1795] [(Meyer)]{#citation-1}\n\nMeyer, Eva."
    assert codes(findings) == ["import.citation"]


def test_mendeley_in_content_controls() -> None:
    source = {"type": "book", "title": "{NATO} \\& wir", "author": [{"family": "Groß", "given": "O."}]}
    data = {
        "citationItems": [
            {"id": "a", "uris": ["http://www.mendeley.com/documents/?uuid=1"], "itemData": source}
        ]
    }
    code = base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")
    control = (
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{code}"/></w:sdtPr><w:sdtContent>{run("(Groß)")}'
    )
    listed = (
        '<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_BIBLIOGRAPHY"/></w:sdtPr><w:sdtContent>'
        f"{paragraph('Groß, O.')}</w:sdtContent></w:sdt>"
    )
    content = paragraph(run("Nach ") + control + "</w:sdtContent></w:sdt>") + listed
    files, _ = imported(docx(chapter(content)))
    assert body(files) == "Nach [@gross]\n\n::: sources\n:::"
    assert tomllib.loads(files["sources.toml"].decode())["gross"]["title"] == "NATO & wir"


WORD_SOURCES = (
    '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Kan95</b:Tag>'
    "<b:SourceType>Book</b:SourceType><b:Title>Zum ewigen Frieden</b:Title><b:Year>1795</b:Year><b:City>Königsberg</b:City>"
    "<b:Author><b:Author><b:NameList><b:Person><b:Last>Kant</b:Last><b:First>Immanuel</b:First></b:Person></b:NameList>"
    "</b:Author></b:Author></b:Source><b:Source><b:Tag>UN45</b:Tag><b:SourceType>InternetSite</b:SourceType>"
    "<b:Title>Charta</b:Title><b:URL>https://example.org/</b:URL><b:YearAccessed>2022</b:YearAccessed>"
    "<b:MonthAccessed>Januar</b:MonthAccessed><b:DayAccessed>23</b:DayAccessed><b:Author><b:Author>"
    "<b:Corporate>Vereinte Nationen</b:Corporate></b:Author></b:Author></b:Source></b:Sources>"
)


def test_sources_of_word() -> None:
    cited = field(r' CITATION Kan95 \p "12-14" \f "vgl. " \m UN45 \n \l 1031 ', run("(Kant 1795)"))
    listed = field(" BIBLIOGRAPHY ", run("Kant, I."))
    files, findings = imported(
        docx(chapter(paragraph(cited) + paragraph(listed)), parts={"customXml/item1.xml": WORD_SOURCES})
    )
    assert body(files) == "[vgl. @Kan95, S. 12-14; -@UN45]\n\n::: sources\n:::"
    written = tomllib.loads(files["sources.toml"].decode())
    assert (
        written["Kan95"]["author"] == "Kant, Immanuel" and written["Kan95"]["publisher-place"] == "Königsberg"
    )
    assert (
        written["UN45"]["author"] == "Vereinte Nationen" and str(written["UN45"]["accessed"]) == "2022-01-23"
    )
    assert codes(findings) == []


@pytest.mark.parametrize(
    "text", ["", "{", '{"citationItems": 5}', '{"citationItems": [{"itemData": 7}]}', "[" * 100_000]
)
def test_damaged_citations_are_none(text: str) -> None:
    assert read_csl_citation(text).works == ()


@given(st.text("abä<i>/b&;é", max_size=40))
def test_words_with_tags_keep_their_letters(text: str) -> None:
    shown = nodes.plain_text(rich_words(text))
    assert [sign for sign in shown if sign in "äé"] == [sign for sign in text if sign in "äé"]


TEXT = st.text("abä ثم語.,:;*_[](){}@#^~<>&|\\!\"'-–§1", max_size=10)
KEYS = st.sampled_from(["kant1795", "a:b", "key.", "un", "x_"])


@given(
    st.lists(
        st.tuples(KEYS, TEXT, TEXT, st.sampled_from(["", "12", "12–14", "A 3, 5", "3; 4"]) | TEXT),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["de", "en", "fr", "ar", "ja"]),
    st.sampled_from(["", "Wort", "語", "(", "!"]),
    st.sampled_from(["", "Wort", " [x](y)", "[^1]", "(", "."]),
)
@example([("kant1795", "", "\\;", "")], "de", "", "")
@example([("kant1795", "\\\\[", "\\@x\\", "A \\; 5")], "de", "", "")
def test_a_written_citation_is_read_with_its_keys(
    parts: list[tuple[str, str, str, str]], language: str, before: str, behind: str
) -> None:
    works = tuple(
        nodes.CitedWork(key, _words(prefix), "page" if place else "", place, _words(suffix))
        for key, prefix, suffix, place in parts
    )
    keys = {work.key: work.key for work in works}
    written = citation_markdown(
        nodes.Citation((), "", works),
        keys,
        language,
        lambda content: escape_text(nodes.plain_text(content)),
        bare=False,
    )
    text = f"{escape_text(before)}{written} {escape_text(behind)}\n"
    dialect = Dialect(citing=Citing.TEXT)
    read = parse_chapter(f"# A\n\nA {text}", "a.md", directives(), Findings(), "", dialect)
    found = [node for node in walk(read) if isinstance(node, Citation)]
    assert [[source.key for source in node.sources] for node in found] == [[work.key for work in works]]
    for source, work in zip(found[0].sources, works, strict=True):
        assert not work.locator[:1].isdecimal() or source.locator.startswith(work.locator[0])


def _words(text: str) -> tuple[nodes.Inline, ...]:
    return (nodes.Text(text),) if text else ()


BIB = """\
@book{kant1795,
  author = {Kant, Immanuel},
  title = {Zum ewigen Frieden},
  year = {1795},
}
@treaty{un:1945, title = {Charta}, year = 1945}
"""
LATEX = r"""\documentclass{article}
\addbibresource{lit.bib}
\begin{document}
\section{Eins}
Nach \cite[S.~12]{kant1795} und \citep[vgl. \emph{auch}][12--14]{un:1945}; \textcite{kant1795}. So \cite{fehlt}.
\begin{tabular}{l} In der Zelle \cite{kant1795} \end{tabular}
Note\footnote{Dazu \parencite{kant1795}.}
\end{document}
"""


NOTEBOOK = json.dumps(
    {
        "cells": [
            {
                "cell_type": "markdown",
                "metadata": {},
                "source": ["# Eins\n\nNach [vgl. @kant1795, S. 12] und."],
            }
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
)


def book(folder: Path, name: str, text: str, bib: str = BIB, bib_name: str = "lit.bib") -> tuple[str, Path]:
    """Return the first chapter of the book that a file with sources beside it makes, and the folder of the book."""
    (folder / name).write_text(text, encoding="utf-8")
    (folder / bib_name).write_text(bib, encoding="utf-8")
    target = folder / "buch"
    command = ["import", str(folder / name), "--dir", str(target), "--locale", "de", "--date", "2026-01-01"]
    assert main(command) == 0
    first = min((target / "chapters/de").glob("*.md"))
    assert text_errors(World(target), {}, BuildRequest()) == ()
    return first.read_text(encoding="utf-8").partition("\n---\n")[2].strip(), target


def test_latex_with_its_sources(tmp_path: Path) -> None:
    text, target = book(tmp_path, "a.tex", LATEX)
    assert text.replace("\u00a0", " ").startswith(
        "Nach [@kant1795, S. 12] und [vgl. _auch_ @un:1945, 12–14]; @kant1795. So [\\[fehlt\\]]{#citation-1}."
    )
    assert "In der Zelle [@kant1795]" in text
    assert "[^1]: Dazu [@kant1795]." in text
    assert (target / "sources.bib").read_text(encoding="utf-8") == BIB
    assert 'style = "iso-690"' in (target / "book.toml").read_text(encoding="utf-8")
    assert "::: sources" in (target / "chapters/de/02-literatur.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.org", "* Eins\nNach [cite:vgl. @kant1795, S. 12] und.\n"),
        ("a.ipynb", NOTEBOOK),
    ],
)
def test_other_formats_with_sources_of_their_name(tmp_path: Path, name: str, text: str) -> None:
    written, target = book(tmp_path, name, text, bib_name="a.bib")
    assert written == "Nach [vgl. @kant1795, S. 12] und."
    assert (target / "sources.bib").exists()


def test_typst_and_restructured_text(tmp_path: Path) -> None:
    for name, text in (
        ("a.typ", "= Eins\n\nNach @kant1795 und.\n"),
        ("b.rst", "Eins\n====\n\nNach :cite:`kant1795` und.\n"),
    ):
        (tmp_path / name[0]).mkdir()
        written, _ = book(tmp_path / name[0], name, text, bib_name="references.bib")
        assert written == "Nach [@kant1795] und."


def test_sources_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, target = book(tmp_path, "a.tex", LATEX, bib="@book{kant1795, title = {Un\n")
    assert "Nach [\\[kant1795, S. 12\\]]{#citation-1}" in text.replace("\u00a0", " ")
    assert not (target / "sources.bib").exists()
    assert "[import.sources]" in capsys.readouterr().err


def test_sources_with_a_key_twice_are_put_into_one_file(tmp_path: Path) -> None:
    _, target = book(tmp_path, "a.tex", LATEX, bib=BIB + BIB)
    items = json.loads((target / "sources.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in items] == ["kant1795", "un:1945"]
    assert not (target / "sources.bib").exists()


def test_only_files_below_the_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "oben.bib").write_text(BIB, encoding="utf-8")
    inner = tmp_path / "innen"
    inner.mkdir()
    for name in ("../oben.bib", str(tmp_path / "oben.bib"), "weg.bib"):
        (inner / "a.tex").write_text(LATEX.replace("lit.bib", name), encoding="utf-8")
        assert bibliography_files(inner / "a.tex")[1] == []
    (inner / "weg.bib").symlink_to(tmp_path / "oben.bib")
    assert bibliography_files(inner / "a.tex")[1] == []


QUARTO = {
    "_quarto.yml": "book:\n  title: Q\n  chapters: [index.qmd, refs.qmd]\nbibliography: lit.bib\n",
    "index.qmd": "# Eins\n\nNach [vgl. *auch* @kant1795, S. 12] und @un:1945 und [@fehlt], `[@kant1795]`.\n",
    "refs.qmd": "# Literatur {.unnumbered}\n\n::: {#refs}\n:::\n",
    "lit.bib": BIB,
}


@pytest.mark.parametrize("convert", [False, True])
def test_a_book_of_quarto_with_its_sources(tmp_path: Path, convert: bool) -> None:
    source, target = tmp_path / "q", tmp_path / "buch"
    source.mkdir()
    for name, text in QUARTO.items():
        (source / name).write_text(text, encoding="utf-8")
    command = ["import", str(source), "--dir", str(target), "--locale", "de", "--date", "2026-01-01"]
    assert main([*command, *(["--convert"] if convert else [])]) == 0
    first, last = (path.read_text(encoding="utf-8") for path in sorted((target / "chapters/de").glob("*.md")))
    assert "Nach [vgl. *auch* @kant1795, S. 12] und @un:1945 und [" in first.replace("_auch_", "*auch*")
    assert "`[@kant1795]`" in first and "\\@fehlt" in first
    assert last.endswith("\n::: sources\n:::\n")
    assert (target / "sources.bib").read_text(encoding="utf-8") == BIB
    assert tomllib.loads((target / "book.toml").read_text(encoding="utf-8"))["sources"] == {
        "style": "iso-690"
    }
    assert text_errors(World(target), {}, BuildRequest()) == ()


@pytest.mark.parametrize(
    ("style", "expected"), [("apa", "apa"), ("chicago-fullnote-bibliography", ""), ("din-1505-2", "iso-690")]
)
def test_the_nearest_style(tmp_path: Path, style: str, expected: str) -> None:
    text = f"---\ntitle: A\ncsl: {style}.csl\nbibliography: [lit.bib]\n---\n\n# Eins\n\nNach [@kant1795].\n"
    written, target = book(tmp_path, "a.md", text)
    assert written.endswith("Nach [@kant1795].")
    settings = tomllib.loads((target / "book.toml").read_text(encoding="utf-8"))
    assert settings.get("sources", {}).get("style", "") == expected
    assert len(list((target / "chapters/de").glob("*.md"))) == (2 if expected else 1)


def test_citations_of_myst(tmp_path: Path) -> None:
    text = "# Eins\n\nNach {cite:p}`kant1795,un:1945` und {cite:t}`kant1795`; {cite}`fehlt`.\n\n"
    text += "```{bibliography}\n:style: x\n```\n"
    written, _ = book(tmp_path, "a.md", text, bib_name="references.bib")
    assert written.startswith("Nach [@kant1795; @un:1945] und @kant1795; ")
    assert written.endswith("\n\n::: sources\n:::")
