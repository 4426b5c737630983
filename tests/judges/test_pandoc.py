"""Pandoc's own test files: its Markdown is printed with all its words or refused, and its documents are imported."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Severity
from bookbuilder.importers.importer import Files
from bookbuilder.project.flavour import Flavour
from tests.importer.imported import parsed, tried
from tests.importer.imported import printed as printed_words
from tests.judges.suites import PANDOC, PYTHON_DOCX, suite
from tests.judges.test_commonmark import Example, judged, printed, wanted

FLAVOURS = {
    "": Flavour.PANDOC,
    "markdown": Flavour.PANDOC,
    "gfm": Flavour.GFM,
    "commonmark": Flavour.COMMONMARK,
}
_COMMAND = re.compile(r"^```+\s*\n% pandoc([^\n]*)\n(.*?)^\^D\n.*?^```+\s*$", re.MULTILINE | re.DOTALL)
_FROM = re.compile(r"(?:-f|--from[ =]|-r)\s*([a-z_]+)((?:[+-][a-z_]+)*)")
_HEAD = re.compile(r"\A---\n.*?^(?:---|\.\.\.)\n", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r'<a href="#fn\d+"[^>]*>.*?</a>')
_WORD = re.compile(r"[^\W_]+")
KNOWN = 600
"""Examples of its commands in 2026; a copy with far fewer was not read whole."""
LOST = {
    "10791.md", "6836.md", "6855.md",  # numbers that pandoc computes for examples and notes, and ours for the page
    "11362.md", "9576.md",  # pandoc prints a note twice that is called twice, and the id of one as its words
    "11479.md", "alerts.md",  # the word for a callout is that of the book's language
    "2552.md",  # a comment within a word; a browser shows one word
    "10855.md", "5368.md", "7006.md", "7416.md",  # captions that pandoc repeats as alternative texts
    "typst-image-alt.md",  # a backslash in an attribute
    "5439.md", "5686.md",  # commands of TeX that pandoc replaces
    "8174.md",  # code whose language is no word
}  # fmt: skip
"""Examples with words that pandoc prints and we do not."""


@cache
def pandoc_tests() -> Path:
    """Return the folder of pandoc's tests."""
    return suite(*PANDOC) / "test"


def as_html(source: str | Path, kind: str = "") -> str:
    """Return what pandoc makes of a text or a file; empty if it refuses it."""
    command = ["pandoc", "-t", "html", "--mathjax", *(["-f", kind] if kind else [])]
    given = source if isinstance(source, str) else ""
    done = subprocess.run(
        [*command, *([] if given else [str(source)])],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode else _CALL.sub("", done.stdout)


def commands() -> Iterator[tuple[str, str, Flavour, str]]:
    """Yield the file, the Markdown, its flavour, and pandoc's HTML of each example without extensions of its own."""
    for path in sorted((pandoc_tests() / "command").glob("*.md")):
        for match in _COMMAND.finditer(path.read_text(encoding="utf-8")):
            kind = _FROM.search(match[1])
            name = kind[1] if kind else ""
            if (
                name in FLAVOURS
                and not (kind and kind[2])
                and (made := as_html(match[2], name or "markdown"))
            ):
                yield path.name, _HEAD.sub("", match[2]), FLAVOURS[name], made


def test_each_example_is_printed_with_all_its_words_or_refused() -> None:
    """What we print more are commands of TeX and raw parts of other formats, each with a warning."""
    shares: Counter[str] = Counter()
    wrong = {}
    for name, markdown, flavour, made in commands():
        said = judged(Example(0, markdown, made), flavour)
        said = "printed" if said.startswith("lost Counter(),") else said
        shares[said if said in ("printed", "refused") else "lost"] += 1
        if said not in ("printed", "refused"):
            wrong[name] = (said, markdown)
    print(f"pandoc: {shares}")
    assert set(wrong) == LOST, wrong
    assert sum(shares.values()) >= KNOWN and shares["refused"] <= 0.4 * sum(shares.values())


DOCUMENTS = ("docx/*.docx", "odt/odt/*.odt", "epub/*.epub")
WITHOUT_TEXT = {"hiddenTextByVariable.odt", "horizontalRule.odt", "imageRelative.odt", "variable.odt"}
GENERATED = {
    # contents, lists of figures, numbers of pages and captions: a book makes its own
    "0_level_headers.docx", "empty_field.docx", "nested_anchors_in_header.docx",
    "pageref.docx", "imageIndex.odt", "imageWithCaption.odt",
    "simpleTableWithCaption.odt", "tableWithCaption.odt", "wasteland.epub",
    # words that are parted otherwise: marks within a word, a paragraph whose end was deleted
    "deep_normalize.docx", "paragraph_insertion_deletion.docx",
    "features.epub",  # names of TeX, which are others in our formulas
}  # fmt: skip
"""Documents in which pandoc prints words that our chapters have otherwise or not at all."""


def words_of(files: Files) -> Counter[str]:
    """Return the words of a book with its titles."""
    chapters, said = parsed(files)
    assert [str(one) for one in said if one.severity is Severity.ERROR] == []
    found = Counter(_WORD.findall(files["book.toml"].decode()))
    for chapter in chapters:
        found += Counter(printed(chapter)) + Counter(_WORD.findall(printed_words(chapter.title)))
    return found


def outcome(path: Path) -> Counter[str] | None:
    """Return the words of a document that pandoc prints and the book made of it does not; None if it is refused."""
    try:
        files, _ = tried(path.read_bytes(), name=path.name)
    except BookbuilderError:
        files = None
    return None if files is None else Counter(wanted(Example(0, "", as_html(path)))) - words_of(files)


def test_no_word_of_its_documents_is_lost() -> None:
    paths = [path for pattern in DOCUMENTS for path in sorted(pandoc_tests().glob(pattern))]
    found = {path.name: outcome(path) for path in paths}
    lost = {name: words for name, words in found.items() if words}
    refused = {name for name, words in found.items() if words is None}
    exact = len(found) - len(lost) - len(refused)
    print(
        f"documents of pandoc: {exact} with every word, {len(GENERATED)} with generated ones, {len(refused)} refused"
    )
    assert (set(lost), refused) == (GENERATED, WITHOUT_TEXT), lost
    assert exact >= 120


def test_no_word_of_the_documents_of_python_docx_is_lost() -> None:
    """Two of its documents hold styles and no text."""
    paths = sorted(suite(*PYTHON_DOCX).rglob("*.docx"))
    found = {path.name: outcome(path) for path in paths}
    print(f"documents of python-docx: {len(found)}")
    assert {name: words for name, words in found.items() if words} == {}
    assert {name for name, words in found.items() if words is None} == {
        "default.docx",
        "sty-behav-props.docx",
    }
    assert len(found) >= 40
