"""Words of the program that a language borrows from another one are marked with that language."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.html.borrowed_words import borrowed_words
from bookbuilder.locales import load, messages
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT

WORLD = World(ROOT)


def marked(page: str, tag: str, *, xml: bool = False) -> str:
    return borrowed_words(WORLD, load(tag, WORLD), xml=xml)(page)


@pytest.mark.parametrize(
    ("tag", "page", "expected"),
    [
        ("fa", "<h1>Contents</h1>", '<h1><span lang="en">Contents</span></h1>'),
        ("fa", "<p>Chapter \u200f۲</p>", '<p><span lang="en">Chapter</span> \u200f۲</p>'),
        ("sk", "<h1>Obsah</h1>", '<h1><span lang="cs">Obsah</span></h1>'),
        ("ur", '<p lang="en">Contents</p>', '<p lang="en">Contents</p>'),
        ("ur", '<div lang="de">Position<br><b>Position</b></div>', None),
        ("ur", "<title>Cover</title><code>Print</code>", None),
        ("ur", '<a aria-label="Contents" title="Notes"></a>', None),
        ("sw", "<p>Search for the contents in Notes</p>", None),
        ("sw", "<p>Notes</p>", '<p><span lang="en">Notes</span></p>'),
        ("fa", "<!-- Contents --><p>سلام Notes Berlin</p>", None),
        ("de", "<p>Contents</p>", None),
        ("en-AU", "<p>Contents</p>", None),
    ],
)
def test_words_of_another_language_have_it(tag: str, page: str, expected: str | None) -> None:
    assert marked(page, tag) == (expected or page)
    assert marked(marked(page, tag), tag) == marked(page, tag)


@pytest.mark.parametrize("tag", ["fa", "ur", "eo"])
def test_no_message_is_without_its_language(tag: str) -> None:
    for message in messages(WORLD):
        text = re.sub(r"\{[^{}]*\}", "۱", message.text)
        page = marked(f"<p>{text}</p>", tag, xml=True)
        bare = re.sub(r'<span lang="en" xml:lang="en">[^<]*</span>', "", page)
        assert not re.search(r"[^\W\d_]{2}", re.sub(r"</?p>", "", bare)), page


@pytest.mark.heavy
def test_an_e_book_in_persian_says_that_its_contents_are_english(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# خطر\n\nسلام.[^1]\n\n[^1]: سلام.\n"})
    settings = (
        (root / "book.toml").read_text(encoding="utf-8").replace("[locales.de]", '[locales.de]\ntag = "fa"')
    )
    (root / "book.toml").write_text(settings + '\n[editions.e]\nformat = "epub"\n', encoding="utf-8")
    result = api.build(root, jobs=1)
    [path] = [path for path in result.files if path.suffix == ".epub"]
    with zipfile.ZipFile(path) as archive:
        pages = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    body = re.sub(r"<head>.*?</head>", "", pages, flags=re.DOTALL)
    words = [
        text
        for text in re.findall(r">([^<]*)<", body)
        if re.search(r"\b(?:Contents|Chapter|Imprint)\b", text)
    ]
    assert len(words) > 4
    assert len(words) == len(re.findall(r'<span lang="en" xml:lang="en">(?:Contents|Chapter|Imprint)<', body))
