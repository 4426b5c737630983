"""An import ends in a book that can be built, whatever its Markdown holds; what was replaced is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.importers.importer import importers
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.repairs.repair_import import repaired_files
from bookbuilder.world import World
from tests.cases import book

TEXT = """\
# Die Reise

![Die Grenze](https://example.org/grenze.png)

Ein Bild ![im Satz](https://example.org/a.png) und eines, das fehlt: ![](images/fehlt_noch.png)

<blink>Blinkt</blink> und List<Number>, siehe [dort](#nirgends) und [](#auch-nicht), [Skript](javascript:alert).

## Eins {#same}

Worte[^1].

## Zwei {#same}

::: sonderfall {.wide}
Im Kasten.
:::

Zum Schluss {{< video https://example.org/v.mp4 >}}.
"""


def imported(tmp_path: Path, files: dict[str, str], *options: str) -> Path:
    source = tmp_path / "quelle"
    for name, text in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    target = tmp_path / "buch"
    assert (
        main(
            ["import", str(source), "--dir", str(target), "--locale", "de", "--date", "2026-01-01", *options]
        )
        == 0
    )
    return target


def chapter(root: Path, name: str) -> str:
    return (root / "chapters/de" / name).read_text(encoding="utf-8")


def test_what_cannot_be_kept_is_a_placeholder_or_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = imported(tmp_path, {"a.md": TEXT, "b.md": "# Ende\n\nText.\n"}, "--all")
    said = " ".join(capsys.readouterr().err.split())
    assert "the picture https://example.org/grenze.png is not a file of the book (image.remote)" in said
    assert "[import.repaired]" in said and "import.unrepaired" not in said
    text = chapter(root, "01-die-reise.md")
    assert '::: missing {source="https://example.org/grenze.png"}\nDie Grenze\n:::\n' in text
    assert "[im Satz](https://example.org/a.png)" in text
    assert "Blinkt und List\\<Number>, siehe dort und auch-nicht, Skript (`javascript:alert`)." in text
    assert "## Eins {#same}" in text and "## Zwei {#same-2}" in text
    assert "Worte\\[\\^1\\]." in text
    assert "Im Kasten." in text
    assert text_errors(World(root), {}, BuildRequest()) == ()


@pytest.mark.heavy
def test_it_is_built(tmp_path: Path) -> None:
    root = imported(tmp_path, {"a.md": TEXT, "b.md": "# Ende\n\nText.\n"})
    result = api.build(root, jobs=1)
    assert result.files and not result.failed
    assert "missing.left" in [one.code for one in result.diagnostics]


def test_a_book_without_errors_stays_as_it_was_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = imported(tmp_path, {"a.md": "# Eins\n\nEin *Satz*.\n", "b.md": "# Zwei\n\nText.\n"})
    assert "import.repaired" not in capsys.readouterr().err
    assert chapter(root, "01-eins.md").endswith("---\n\nEin *Satz*.\n")


@pytest.mark.parametrize("flavour", ["", "pandoc", "quarto", "myst", "obsidian", "mdbook"])
def test_every_flavour(tmp_path: Path, flavour: str) -> None:
    options = ("--from", flavour) if flavour in importers() else ()
    extra = {
        "quarto": {
            "_quarto.yml": "project:\n  type: book\nbook:\n  title: T\n  chapters: [index.md, b.md]\n"
        },
        "mdbook": {"SUMMARY.md": "- [A](index.md)\n- [B](b.md)\n"},
    }.get(flavour, {})
    root = imported(tmp_path, {"index.md": TEXT, "b.md": "# Ende\n\nText.\n", **extra}, *options)
    assert text_errors(World(root), {}, BuildRequest()) == ()


def test_what_cannot_be_repaired_is_told(tmp_path: Path) -> None:
    """Such as an anchor that the name of a chapter gives, which no change of its text mends."""
    files = {
        "book.toml": book.settings(["de"]).encode(),
        "chapters/de/toc.md": b"# Inhalt\n\nText.\n",
        "chapters/de/imprint.md": b"---\nkind: imprint\ntitle: Impressum\n---\n\n::: imprint\n:::\n",
    }
    findings = Findings()
    assert repaired_files(World(tmp_path / "neu"), files, findings)["chapters/de/toc.md"]
    assert "import.unrepaired" in [one.code for one in findings.sorted()]


def test_more_problems_of_a_kind_than_are_listed(tmp_path: Path) -> None:
    text = "# A\n\n" + "".join(f"### {n} <small>Mai</small>\n\n`<small>` Text.\n\n" for n in range(300))
    root = imported(tmp_path, {"a.md": text, "b.md": "# B\n\nText.\n"})
    assert text_errors(World(root), {}, BuildRequest()) == ()
    made = chapter(root, "01-a.md")
    assert made.count("`<small>` Text.") == 300 and made.count("<small>") == 300 and made.count("Mai") == 300


def test_an_alternative_text_among_the_attributes_is_kept(tmp_path: Path) -> None:
    """Pandoc and the lessons of The Carpentries write it there."""
    text = (
        "# Eins\n\n![](a.svg){alt='Wert von x\\_y und \"z\"'}\n\n"
        '![](a.svg "Titel"){alt="Zwei \'Worte\'" width=50%}\n\nIm Satz ![](a.svg){alt=Wort} hier.\n'
    )
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="16"><path d="M0 0h9v9z"/></svg>'
    root = imported(tmp_path, {"a.md": text, "a.svg": drawing})
    written = chapter(root, "01-eins.md")
    for picture in (
        '![Wert von x\\_y und "z"](images/a.svg)',
        "![Zwei 'Worte'](",
        "![Wort](images/a.svg) hier",
    ):
        assert picture in written
    assert "unconfirmed" not in written and "alt=" not in written


def test_a_target_of_myst_above_a_heading_is_renamed(tmp_path: Path) -> None:
    files = {
        "index.md": "# Start\n\n```{toctree}\na\nb\n```\n",
        "a.md": "# A\n\n(place)=\n\n## Eins\n\nText.\n",
        "b.md": "# B\n\n(place)=\n\n## The `x` and #2\n\nText.\n",
    }
    root = imported(tmp_path, files)
    assert text_errors(World(root), {}, BuildRequest()) == ()
    assert "(place-03-b)=\n\n## The `x` and #2\n" in chapter(root, "03-b.md")


def test_code_in_an_attribute_of_an_unknown_element_stays_code(tmp_path: Path) -> None:
    """The message lists `<T>` in later captions, where the element around it is one of many that are not listed."""
    listings = [f'<Listing caption="Take `Box<{name}>` as `{name}`">' for name in ("T", "T", "String", "T")]
    text = "# Eins\n\n" + "\n\n```rust\nx\n```\n\n</Listing>\n\n".join(listings) + "\n"
    root = imported(tmp_path, {"SUMMARY.md": "- [Eins](a.md)\n", "a.md": text})
    assert text_errors(World(root), {}, BuildRequest()) == ()
    written = chapter(root, "01-eins.md")
    assert [line for line in written.split("\n") if "caption" in line] == [f"\\{line}" for line in listings]


def test_one_anchor_in_many_chapters_and_many_times_in_one(tmp_path: Path) -> None:
    """Each chapter of a manual has its `{#setup}`: what is mended one by one would not end."""
    text = "".join(f"## Part {n} {{#setup}}\n\nText.\n\n" for n in range(30))
    files = {f"{n:02}.md": f"# Chapter {n}\n\n## Setup {{#setup}}\n\nText.\n" for n in range(40)}
    root = imported(tmp_path, {**files, "99.md": f"# Last\n\n{text}"})
    assert text_errors(World(root), {}, BuildRequest()) == ()
    assert "## Setup {#setup}" in chapter(root, "01-chapter-0.md")
    assert "## Setup {#setup-07-chapter-6}" in chapter(root, "07-chapter-6.md")


@pytest.mark.heavy
@pytest.mark.parametrize(
    "words",
    [
        "\u4f60\u597d\uff0c\u4e16\u754c\u3002",
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
        "\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4",
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440",
        "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
        "\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1 \u03ba\u03cc\u03c3\u03bc\u03b5",
    ],
    ids=["zh", "th", "ko", "ru", "hi", "el"],
)
def test_a_script_without_a_font_is_built(words: str, tmp_path: Path) -> None:
    """Also where the program says something in that language, or prints an address with such characters."""
    link = f"[{words}](https://example.org/{words.split()[0]})"
    text = f"# {words}\n\n{words} {link} {words}\n\n## {words} {{#x}}\n\n{words}\n"
    source = tmp_path / "quelle"
    source.mkdir()
    for name in ("a.md", "b.md"):
        (source / name).write_text(
            f"{text}\n\nSee [](#{'x' if name == 'a.md' else '01-chapter'}).\n", encoding="utf-8"
        )
    target = tmp_path / "buch"
    assert main(["import", str(source), "--dir", str(target), "--date", "2026-01-01"]) == 0
    result = api.build(target, jobs=1)
    wrong = {one.code for one in result.diagnostics if one.severity == "error"}
    # Nothing but a box stands for letters of another writing; the fonts of the program have Cyrillic and Greek ones.
    assert wrong == (set() if words[0] in "ПК" or words[0] == "\u039a" else {"glyph.missing"})
    # A letter without a font is no fault of the text.
    made = "".join(path.read_text(encoding="utf-8") for path in target.glob("chapters/*/*.md"))
    assert made.count(words) >= 2 and "```" not in made
    drafted = api.build(target, jobs=1, draft=True)
    assert drafted.files, [str(one) for one in drafted.diagnostics if one.severity == "error"]


@pytest.mark.parametrize("quote", ["'", '"'])
def test_the_words_of_a_missing_picture_may_be_an_attribute(quote: str, tmp_path: Path) -> None:
    picture = f"![](fig/a.svg){{alt={quote}Ein Haus\\_am See [1]{quote}}}"
    root = imported(
        tmp_path, {"a.md": f"# A\n\n{picture}\n\nUnd {picture} hier.\n", "b.md": "# B\n\nText.\n"}
    )
    text = chapter(root, "01-a.md")
    assert text.count("Ein Haus\\_am See \\[1\\]") == 2 and "::: missing" in text, text


def test_a_missing_picture_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# A\n\n![Ein Bild](a/fehlt.png)\n\nUnd ![noch eines](fehlt%20auch.jpg) in der Zeile, ![Datei](fehlt.pdf).\n"
    imported(tmp_path, {"a.md": text, "b.md": "# B\n\nText.\n"}, "--all")
    said = capsys.readouterr().err
    assert "::: missing" in chapter(tmp_path / "buch", "01-a.md")
    for name in ("a/fehlt.png", "fehlt%20auch.jpg", "fehlt.pdf"):
        assert said.count(name.replace("%20", " ")) + said.count(name) * ("%20" in name) == 1, said


LONG = "a" * 600 + "\\#%20" + "b" * 900


@pytest.mark.parametrize(
    "text",
    [
        f"Ein Wort {LONG} darin.",
        f"https://example.org/{LONG}",
        f"`{LONG}`",
        f"```\n{LONG}\n```",
        f"> - {LONG}\n> - kurz",
        f"| a |\n|---|\n| {LONG} |",
        f"[Worte](https://example.org/{LONG * 2})",
        f"Note[^1]\n\n[^1]: {LONG}",
    ],
    ids=["word", "address", "code", "block", "list", "table", "link", "note"],
)
def test_words_that_are_too_long_get_places_to_break(text: str, tmp_path: Path) -> None:
    root = imported(tmp_path, {"a.md": f"# A\n\nVorher.\n\n{text}\n\nDanach.\n", "b.md": "# B\n\nText.\n"})
    assert text_errors(World(root), {}, BuildRequest()) == ()
    made = chapter(root, "01-a.md").replace("\u200b", "").replace("\\", "")
    assert "Worte" in made if "Worte" in text else LONG.replace("\\", "") in made
