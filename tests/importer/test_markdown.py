"""Markdown of others is taken as it is: order, front matter, pictures and links are those of a book."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.importers.importer import Files
from bookbuilder.importers.markdown_sources.markdown_lines import headings
from bookbuilder.yaml_nodes import yaml_string
from tests.importer.imported import codes, folder, imported, parsed, printed, texts, tried
from tests.importer.test_docx import png

NAMED = "---\ntitle: Das Buch\nauthor: [Anna, {name: Bob}]\nlang: de\ndate: 2024-05-06\n---\n"


def names(files: Files) -> list[str]:
    return [path.rpartition("/")[2] for path in texts(files)]


def test_a_file_is_divided_at_its_headings() -> None:
    text = f"{NAMED}# Eins\n\nA[^n] [x].\n\n### Tief\n\n```\n# kein\n```\n\nZwei\n====\n\nB[^n].\n\n"
    text += "[^n]: Note\n\n    mehr\n\n[x]: https://a.example\n"
    files, findings = imported(text.encode(), name="buch.md")
    assert texts(files) == {
        "chapters/de/01-eins.md": (
            "---\ntitle: Eins\n---\n\nA[^n] [x].\n\n## Tief\n\n```\n# kein\n```\n\n[^n]: Note\n\n    mehr\n\n[x]: https://a.example\n"
        ),
        "chapters/de/02-zwei.md": "---\ntitle: Zwei\n---\n\nB[^n].\n\n\n[x]: https://a.example\n\n[^n]: Note\n\n    mehr\n",
    }
    settings = tomllib.loads(files["book.toml"].decode())
    assert (settings["locales"]["de"]["title"], settings["book"]["authors"]) == ("Das Buch", ["Anna", "Bob"])
    assert codes(findings) == []


@given(st.text("ab {}#.=-\\\"'*_[]", min_size=1).map(lambda text: " ".join(text.split())).filter(bool))
@example("Die Menge {a, b}")
@example("Die Menge {#a}")
@example("Die Menge {a=b} \\{c\\}")
def test_a_title_in_front_matter_is_words(title: str) -> None:
    source = folder({"a.md": f"---\ntitle: {yaml_string(title)}\n---\n\nText.\n", "b.md": "x"})
    files, _ = imported(source, locale="de")
    chapters, said = parsed(files)
    assert (printed(chapters[0].title), said) == (title, [])


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Die Menge {a, b}", "Die Menge {a, b}"),
        (r"Die Menge \{#a\}", "Die Menge {#a}"),
        ("Die Menge {#sec:a .b}", "Die Menge"),
        ("Die Menge {.unnumbered}", "Die Menge"),
        ("Die Menge {-}", "Die Menge"),
        ("Die Menge{a=b}", "Die Menge"),
    ],
)
def test_braces_at_the_end_of_a_heading(heading: str, title: str) -> None:
    files, _ = imported(folder({"a.md": f"# {heading}\n\nText.\n", "b.md": "x"}), locale="de")
    assert printed(parsed(files)[0][0].title) == title


def test_a_title_and_chapters_below_it() -> None:
    files, _ = imported(
        b"# Buch\n\nVorab.\n\n## Eins\n\nA\n\n## Zwei\n\nB\n\n### Teil\n\nC\n", name="buch.md"
    )
    assert names(files) == ["01-buch.md", "02-eins.md", "03-zwei.md"]
    assert "## Teil" in texts(files)["chapters/en/03-zwei.md"]
    assert 'title = "Buch"' in files["book.toml"].decode()


def test_links_to_files_that_are_no_chapters() -> None:
    """Such a link was an error of every build."""
    text = (
        "# A\n\nSee [the *b*\nand [c]](b.pdf 'B'), [two](02-zwei.md), [![Karte](k.png)](b.pdf), `[x](b.pdf)` and\n"
        "[out](../d.yml#x). [Web](https://a.example/b.pdf)\n\n- [no](nein.md)\n\n```\n[code](b.pdf)\n```\n"
    )
    source = folder({"01-a.md": text, "02-zwei.md": "# Zwei\n\nEnde.\n", "b.pdf": b"x", "k.png": png()})
    files, findings = imported(source)
    first = texts(files)["chapters/en/01-a.md"].partition("---\n\n")[2]
    assert first == (
        "See the *b*\nand [c], [two](02-zwei.md), ![Karte](images/k.png), `[x](b.pdf)` and\n"
        "out. [Web](https://a.example/b.pdf)\n\n- no\n\n```\n[code](b.pdf)\n```\n"
    )
    found = [(one.code, one.message.partition(":")[0]) for one in findings.sorted()]
    assert [one for one in found if one[0] in ("import.file", "import.missing")] == [
        ("import.file", "the link to b.pdf is printed as words alone"),
        ("import.missing", "there is no file ../d.yml, which this text names"),
        ("import.missing", "there is no file nein.md, which this text names"),
    ]


def test_a_folder_in_the_order_of_its_names() -> None:
    source = folder(
        {
            "10.md": "# Zehn\n\nEnde, siehe [neun](b/9.md#teil).\n",
            "b/9.md": "# Neun\n\n![Karte](../i/Karte%201.png)\n\n## Teil\n\n<!-- x -->\n\n[k]: ../i/Karte%201.png\n",
            "index.md": "# Anfang\n\nText.\n",
            "LICENSE.md": "Nein.",
            "i/Karte 1.png": png(),
        }
    )
    files, _ = imported(source, locale="de", date="2024-01-01")
    assert names(files) == ["01-anfang.md", "02-zehn.md", "03-neun.md"]
    assert "[neun](03-neun.md#teil)" in texts(files)["chapters/de/02-zehn.md"]
    assert "![Karte](images/karte-1.png)" in texts(files)["chapters/de/03-neun.md"]
    assert "[k]: images/karte-1.png" in texts(files)["chapters/de/03-neun.md"]
    assert files["chapters/de/images/karte-1.png"] == png()


SUMMARY = "# Summary\n\n[Vorwort](preface.md)\n\n# Teil\n\n- [Eins](a/one.md)\n    - [Zwei](a/two.md)\n- [Entwurf]()\n"


def test_an_mdbook() -> None:
    source = folder(
        {
            "book.toml": '[book]\ntitle = "Das Buch"\nauthors = ["Anna"]\nlanguage = "de"\n',
            "src/SUMMARY.md": SUMMARY,
            "src/preface.md": "Vorab.\n",
            "src/a/one.md": "# Eins\n\n{{#include ../teil.txt}}\n",
            "src/a/two.md": "# Zwei\n\nB\n",
            "src/teil.txt": "Eingefügt.\n",
            "src/rest.md": "# Rest\n",
        }
    )
    files, findings = imported(source)
    assert names(files) == ["01-vorwort.md", "02-eins.md", "03-zwei.md"]
    assert (
        texts(files)["chapters/de/01-vorwort.md"] == "---\ntitle: Vorwort\nnumbered: false\n---\n\nVorab.\n"
    )
    assert "Eingefügt." in texts(files)["chapters/de/02-eins.md"]
    assert codes(findings) == ["import.date", "import.unlisted"]


def test_the_contents_of_an_mdbook_are_those_in_its_folder_of_texts() -> None:
    contents = {"src/SUMMARY.md": "- [A](a.md)\n", "src/a.md": "# A\n\nText.\n"}
    old = {"redirects/SUMMARY.md": "- [Old](b.md)\n", "redirects/b.md": "# Old\n\nMoved.\n"}
    for settings in (
        {"book.toml": '[book]\ntitle = "B"\n'},
        {"book.toml": '[book]\nsrc = "./src/"\n'},
        {"book.json": '{"root": "src"}'},
    ):
        assert names(imported(folder(contents | old | settings))[0]) == ["01-a.md"]
    # Settings that cannot be read name no folder.
    for settings in ({}, {"book.json": "{"}, {"book.toml": "["}):
        assert names(imported(folder(contents | old | settings))[0]) == ["01-old.md"]


def test_a_link_to_the_page_of_a_text_leads_to_the_chapter() -> None:
    """mdBook, Quarto and Sphinx take `b.html` for what they make of `b.md`."""
    source = folder(
        {
            "SUMMARY.md": "- [A](a.md)\n- [B](b.md)\n- [C](c/README.md)\n",
            "a.md": "# A\n\nSee [b](b.html#x), [c](c/index.html), [d](d.html) and [e].\n\n[e]: b.html\n",
            "b.md": "# B\n\n## X\n\nText.\n",
            "c/README.md": "# C\n\nText.\n",
        }
    )
    files, findings = imported(source)
    first = next(iter(texts(files).values()))
    assert "[b](02-b.md#x), [c](03-c.md), d and [e]" in first
    assert "[e]: 02-b.md" in first
    assert "import.missing" in codes(findings)


def test_a_quarto_book() -> None:
    source = folder(
        {
            "_quarto.yml": "book:\n  title: Das Buch\n  author: Anna\n  date: 2024-01-02\n  cover-image: c.png\n"
            "  chapters:\n"
            "    - index.qmd\n    - part: Teil\n"
            "      chapters: [b.qmd, fehlt.qmd]\nlang: de\n",
            "index.qmd": "# Vorwort {.unnumbered}\n\nText.\n",
            "b.qmd": "---\ntitle: B\nformat: html\n---\n\n```{python}\n#| echo: false\nprint(1)\n```\n\n"
            "{{< include _c.md >}}\n",
            "_c.md": "Aus C.",
            "c.png": png(),
        }
    )
    files, findings = imported(source)
    assert names(files) == ["01-vorwort.md", "02-b.md"]
    assert "```python\n#| echo: false\nprint(1)\n```\n\nAus C.\n" in texts(files)["chapters/de/02-b.md"]
    assert codes(findings) == ["import.frontmatter", "import.missing"]


def test_a_bookdown_project() -> None:
    source = folder(
        {"_bookdown.yml": "rmd_files: [b.Rmd, a.Rmd]\n", "a.Rmd": "# A\n\nx\n", "b.Rmd": "# B\n\ny\n"}
    )
    files, _ = imported(source)
    assert names(files) == ["01-b.md", "02-a.md"]


def test_an_obsidian_vault() -> None:
    source = folder(
        {
            "A.md": "Siehe [[B]], [[B#Der Teil|den Teil]], [[nichts]] und ![[Bild.png|300]]. %%geheim%%\n\n`[[B]]`\n",
            "Ordner/B.md": "# B\n\n## Der Teil\n\nText.\n",
            "Anhang/Bild.png": png(),
        }
    )
    files, _ = imported(source)
    assert names(files) == ["01-a.md", "02-b.md"]
    assert (
        "Siehe [B](02-b.md), [den Teil](02-b.md#der-teil), nichts und ![Bild](images/bild.png). <!--geheim-->"
        in texts(files)["chapters/en/01-a.md"]
    )


@pytest.mark.parametrize(
    "more",
    [
        {
            "myst.yml": "project:\n  title: T\n  toc:\n    - file: index.md\n"
            "    - title: Teil\n      children:\n        - file: b.md\n"
        },
        {"_toc.yml": "root: index\nchapters:\n- file: b\n", "_config.yml": "title: T\nauthor: Anna\n"},
        {"index.md": "# Anfang\n\nText.\n\n```{toctree}\n:maxdepth: 2\n\nb\nErnst <c.md>\n```\n"},
    ],
    ids=["MyST", "Jupyter Book", "Sphinx"],
)
def test_myst_and_sphinx(more: dict[str, str]) -> None:
    files, _ = imported(folder({"index.md": "# Anfang\n\nText.\n", "b.md": "# B\n\ny\n", **more}))
    assert names(files) == ["01-anfang.md", "02-b.md"]
    assert "toctree" not in texts(files)["chapters/en/01-anfang.md"]


@pytest.mark.parametrize(
    ("files", "flavour"),
    [
        ({"SUMMARY.md": "- [A](a.md)\n", "a.md": "# A\n\nText.\n"}, "mdbook"),
        ({"_quarto.yml": "book:\n  title: B\n  chapters: [a.qmd]\n", "a.qmd": "# A\n\nText.\n"}, "quarto"),
        ({".obsidian/app.json": "{}", "a.md": "# A\n\nSee [[b]].\n", "b.md": "# B\n\nText.\n"}, "obsidian"),
        ({"a.md": "# A\n\nText [@key, p. 3].\n"}, "pandoc"),
        ({"a.md": "# A\n\nMail a@b.example, [a](b.md).\n", "b.md": "# B\n\nText.\n"}, ""),
    ],
)
def test_the_book_says_in_which_flavour_it_is(files: dict[str, str], flavour: str) -> None:
    files_made, _ = imported(folder(files), name="folder", locale="de")
    settings = tomllib.loads(files_made["book.toml"].decode())
    assert settings.get("markdown", {}).get("flavour", "") == flavour


def test_front_matter_that_cannot_be_read_stays_in_the_text() -> None:
    files, findings = imported(b"---\na: [1\nb: *x\n---\n\n# A\n\nText.\n", name="a.md")
    assert "```yaml\na: [1\nb: *x\n```" in next(iter(texts(files).values())) and "import.yaml" in codes(
        findings
    )


def test_plain_text() -> None:
    text = "Mein Buch\n\nKapitel 1\n\nEine lange Zeile, die weiter reicht als die eines Gedichts\n"
    text += "und weitergeht. *Stern*\n\nKurz\nund kurz\n\n* * *\n\n- a\n- b\n"
    files, _ = imported(text.encode(), name="buch.txt", locale="de")
    assert texts(files)["chapters/de/01-kapitel-1.md"] == (
        "---\ntitle: Kapitel 1\n---\n\nEine lange Zeile, die weiter reicht als die eines Gedichts "
        "und weitergeht. \\*Stern\\*\n\n"
        "Kurz\\\nund kurz\n\n***\n\n- a\n- b\n"
    )
    assert 'title = "Mein Buch"' in files["book.toml"].decode()


def test_headings_are_found_outside_code() -> None:
    text = "# A #\n\n~~~\n# b\n~~~\n\nC\nD\n---\n\n- x\n---\n\n#e\n\n    # f\n\n<!--\n# g\n-->\n## H"
    found = headings(text.split("\n"))
    assert [(one.line, one.lines, one.level, one.words) for one in found] == [
        (0, 1, 1, "A"),
        (6, 3, 2, "C D"),
        (20, 1, 2, "H"),
    ]


def test_bytes_that_are_no_text() -> None:
    files, findings = tried(b"# A\n\n\xff\xfe\n", name="a.md")
    assert files is None and codes(findings) == ["file.encoding"]


LINES = st.lists(
    st.sampled_from(["# ", "## ", "### ", "", "- ", "> ", "1. ", "[^a]: ", "```\n"]), max_size=10
)


@given(LINES, st.booleans())
def test_every_word_arrives_once(starts: list[str], split: bool) -> None:
    blocks = [
        f"{start}w{number}w" + ("\n```" if start.startswith("`") else "")
        for number, start in enumerate(starts)
    ]
    text = "\n\n".join(blocks)
    source = folder({"a.md": text or "x", "b.md": "x"}) if split else f"{text or 'x'}\n".encode()
    files, _ = imported(source, name="a.md", locale="de")
    found = re.findall(
        r"w\d+w",
        "\n".join(re.sub(r"\A---\n.*?\n---\n", "", one, flags=re.DOTALL) for one in texts(files).values()),
    )
    titles = re.findall(
        r"w\d+w", "".join(re.findall(r"^title: .*$", "\n".join(texts(files).values()), re.MULTILINE))
    )
    settings = re.findall(r"w\d+w", files["book.toml"].decode())
    expected = {f"w{number}w" for number in range(len(starts))}
    assert set(found) | set(titles) | set(settings) == expected
    assert len(set(found)) == len(found), texts(files)


@pytest.mark.heavy
def test_from_a_folder_to_a_book(tmp_path: Path) -> None:
    (tmp_path / "alt/src").mkdir(parents=True)
    (tmp_path / "alt/src/SUMMARY.md").write_text("- [Eins](one.md)\n- [Zwei](two.md)\n")
    (tmp_path / "alt/src/one.md").write_text("# Eins\n\nSiehe [zwei](two.md).[^1]\n\n[^1]: Note.\n")
    (tmp_path / "alt/src/two.md").write_text("# Zwei\n\nText.\n")
    assert main(["import", str(tmp_path / "alt"), "--dir", str(tmp_path / "neu"), "--locale", "de"]) == 0
    result = api.build(tmp_path / "neu")
    assert not result.failed, [str(one) for one in result.diagnostics]
    chapters, said = parsed(
        {p.relative_to(tmp_path / "neu").as_posix(): p.read_bytes() for p in (tmp_path / "neu").rglob("*.md")}
    )
    assert said == [] and [printed(one.title) for one in chapters] == ["Eins", "Zwei"]


@pytest.mark.parametrize(
    ("language", "name"), [("de", "01-rueckwaerts"), ("en", "01-ruckwarts"), ("pl", "01-ruckwarts")]
)
def test_chapters_are_named_as_their_language_writes_ascii(language: str, name: str) -> None:
    text = f"---\nlang: {language}\n---\n\n# Rückwärts\n\nWorte.\n"
    files, _ = imported(text.encode(), name="buch.md")
    assert f"chapters/{language}/{name}.md" in files
