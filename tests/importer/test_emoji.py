"""Shortcodes of GitHub become emoji where the manuscript is written for a program that shows them so."""

from __future__ import annotations

import pytest

from bookbuilder.importers.markdown_sources.emoji_shortcodes import with_emoji
from tests.importer.imported import folder, imported, texts

TEXT = "# A\n\nDone :tada:\n"


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        ({"mkdocs.yml": "", "docs/a.md": TEXT, "docs/b.md": TEXT}, True),
        ({"SUMMARY.md": "- [A](a.md)\n", "a.md": TEXT}, True),
        ({"book.toml": "", "src/SUMMARY.md": "- [A](a.md)\n", "src/a.md": TEXT}, False),
        ({"README.md": TEXT, "b.md": TEXT}, True),
        ({"readme.markdown": TEXT, "b.md": TEXT}, True),
        ({"a.md": TEXT, "b.md": TEXT}, False),
        ({"a.md": TEXT, "b/README.md": TEXT}, False),
        ({"_quarto.yml": "book: {chapters: [a.md]}\n", "a.md": TEXT, "README.md": TEXT}, False),
    ],
)
def test_which_manuscripts(files: dict[str, str | bytes], changed: bool) -> None:
    made = imported(folder(files), locale="en")[0]
    assert all(("🎉" in text) == changed for text in texts(made).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":+1::tada: (:smile:) *:smile:*,:smile:", "👍🎉 (😄) *😄*,😄"),
        (
            "`:tada:` 10:30:00 a:tada:b http://x/:tada: ::tada",
            "`:tada:` 10:30:00 a:tada:b http://x/:tada: ::tada",
        ),
        (":octocat: :no-such: :::", ":octocat: :no-such: :::"),
        ("|:---:|:-:|", "|:---:|:-:|"),
        ("```\n:tada:\n```\n> :tada:", "```\n:tada:\n```\n> 🎉"),
        ("::: warning\n:tada:\n:::", "::: warning\n🎉\n:::"),
        (": term\n:tada:", ": term\n🎉"),
        (":material-brush: :fontawesome-brands-x:", ":material-brush: :fontawesome-brands-x:"),
    ],
)
def test_what_is_a_shortcode(text: str, expected: str) -> None:
    assert with_emoji(text) == expected
