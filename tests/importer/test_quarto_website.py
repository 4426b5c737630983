"""A website of Quarto: every page that it renders, in the order of its navigation."""

from __future__ import annotations

import pytest

from tests.importer.imported import folder, imported
from tests.importer.test_markdown import names

PAGES = {
    "index.qmd": "---\ntitle: Start\n---\n\nText.\n",
    "docs/a/index.qmd": "---\ntitle: A\n---\n\nText.\n",
    "docs/b.qmd": "---\ntitle: B\n---\n\nText.\n",
    "docs/c.md": "---\ntitle: C\n---\n\nText.\n",
    "about.qmd": "---\ntitle: About\n---\n\nText.\n",
    "_part.qmd": "Text of a part.\n",
    "docs/_hidden/x.qmd": "---\ntitle: X\n---\n\nText.\n",
    "README.md": "# Readme\n\nText.\n",
}
NAVIGATION = """\
project:
  type: website
website:
  title: Site
  navbar:
    left:
      - text: More
        menu:
          - about.qmd
      - href: https://example.org/
  sidebar:
    - title: Docs
      contents:
        - section: A
          href: docs/a/
          contents:
            - text: See
              file: docs/c.md
        - docs/*.qmd
        - ...
"""


@pytest.mark.parametrize(
    ("settings", "titles"),
    [
        (NAVIGATION, ["start", "about", "a", "c", "b"]),
        ("project:\n  type: website\n", ["start", "about", "b", "c", "a"]),
        ("website:\n  title: T\nproject:\n  render: ['docs', '!docs/b.qmd']\n", ["c", "a"]),
        ("project:\n  type: website\n  render: ['*.qmd', '!about.qmd']\n", ["start", "b", "a"]),
        ("website: {navbar: 3, sidebar: [[[[[[[[[[[[x]]]]]]]]]]]]}\n", ["start", "about", "b", "c", "a"]),
    ],
)
def test_pages_in_the_order_of_the_navigation(settings: str, titles: list[str]) -> None:
    files, _ = imported(folder({"_quarto.yml": settings, **PAGES}, "site"), locale="en")
    assert [name.partition("-")[2].removesuffix(".md") for name in names(files)] == titles


def test_the_title_of_the_site_is_that_of_the_book() -> None:
    files, _ = imported(folder({"_quarto.yml": NAVIGATION, **PAGES}, "site"), locale="en")
    assert 'title = "Site"' in files["book.toml"].decode()
