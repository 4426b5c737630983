"""The anchors of headings are those that other programs make: recorded from github-slugger 2.0.0, pandoc 3.9 and mdBook."""

from __future__ import annotations

import pytest

from bookbuilder.document.heading_slugs import github, mdbook, pandoc, slugs

HEADINGS = (
    ("Dogs?--in my house?", "dogs--in-my-house", "dogsin-my-house"),
    ("1. Erster Tag: „Größe“ & Ähnliches", "1-erster-tag-größe--ähnliches", "erster-tag-größe-ähnliches"),
    ("Straße_nach Kiew. Teil 2.5", "straße_nach-kiew-teil-25", "straße_nach-kiew.-teil-2.5"),
    ("Ένα ΚΕΦΆΛΑΙΟ", "ένα-κεφάλαιο", "ένα-κεφάλαιο"),
    ("a -- b", "a----b", "a-b"),
    ("code link x²", "code-link-x", "code-link-x²"),
    ("123", "123", "section"),
    ("Don’t stop – now", "dont-stop--now", "dont-stop-now"),
    ("İstanbul ǅ", "i̇stanbul-ǆ", "istanbul-ǆ"),
    ("第一章　东京", "第一章东京", "第一章-东京"),
    ("e\u0301te\u0301", "e\u0301te\u0301", "ete"),
    ("a   b 😀 c", "a---b--c", "a-b-c"),
    ("a - b_c", "a---b_c", "a---b_c"),
    ("[HTML], [S5], or [RTF]?", "html-s5-or-rtf", "html-s5-or-rtf"),
    ("É 100 % / 5 €", "é-100---5-", "é-100-5"),
    ("a_b ½ Ⅷ", "a_b--ⅷ", "a_b-½-ⅷ"),
)


@pytest.mark.parametrize(("words", "of_github", "of_pandoc"), HEADINGS, ids=[words for words, *_ in HEADINGS])
def test_slug(words: str, of_github: str, of_pandoc: str) -> None:
    assert (github(words), pandoc(words)) == (of_github, of_pandoc)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        # From the tests of mdBook: crates/mdbook-html/src/utils.rs and src/utils/mod.rs.
        ('Foo & Bar: contains some "html"', "foo--bar-contains-some-html"),
        ("`--passes`: add more rustdoc passes".replace("`", ""), "--passes-add-more-rustdoc-passes"),
        ("Method-call 🐙 expressions \U0001f47c", "method-call--expressions-"),
        ("Über", "über"),
        ("中文標題 CJK title", "中文標題-cjk-title"),
    ],
)
def test_slug_of_mdbook(words: str, slug: str) -> None:
    assert mdbook(words) == slug


def test_headings_of_the_same_words_count() -> None:
    found = slugs([("Lage", "a"), ("Lage", "b"), ("Lage", "c"), ("2022", "d")])
    assert [found[slug] for slug in ("lage", "lage-1", "lage-2", "2022", "section")] == [
        ("a",), ("b",), ("c",), ("d",), ("d",),
    ]  # fmt: skip
