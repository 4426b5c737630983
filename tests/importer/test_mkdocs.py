"""A site of MkDocs: its pages in order, and its admonitions and tabs as what we have for them."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document.nodes import Box, Code
from bookbuilder.document.walk import walk
from bookbuilder.importers.markdown_sources.markdown_lines import outside_code
from bookbuilder.importers.mkdocs.admonitions import with_callouts
from tests.importer.imported import codes, folder, imported, parsed, printed, texts, tried
from tests.importer.test_docx import png
from tests.importer.test_markdown import names

PAGES: dict[str, str | bytes] = {
    "docs/index.md": "# Start\n\n![Map](/assets/map.png)\n",
    "docs/b/one.md": "# One\n\nSee [two](../two.md).\n",
    "docs/two.md": "# Two\n\nText.\n",
    "docs/left.md": "# Left\n\nText.\n",
    "docs/assets/map.png": png(),
}
SETTINGS = """\
site_name: The Site
site_author: Anna
site_description: About all
copyright: Copyright &copy; <b>Anna</b>
theme:
  name: material
  language: de
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra:
  property: !ENV GOOGLE
nav:
  - Home: index.md
  - Part:
    - b/one.md#top
    - Inner:
      - The second: ./two.md
    - Web: https://example.org/x.md
  - gone.md
  - index.md
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml"])
def test_settings_and_navigation(name: str, ends: str) -> None:
    source: dict[str, str | bytes] = {name: SETTINGS, **PAGES}
    files, findings = imported(
        folder(
            {
                path: text.replace("\n", ends) if isinstance(text, str) else text
                for path, text in source.items()
            }
        )
    )
    assert names(files) == ["01-start.md", "02-one.md", "03-two.md"]
    settings = tomllib.loads(files["book.toml"].decode())
    assert settings["book"]["authors"] == ["Anna"]
    assert settings["locales"]["de"]["title"] == "The Site"
    assert settings["imprint"]["rights"] == "Copyright © Anna"
    assert "![Map](images/map.png)" in texts(files)["chapters/de/01-start.md"]
    assert "[two](03-two.md)" in texts(files)["chapters/de/02-one.md"]
    assert {"import.missing", "import.unlisted"} <= set(codes(findings))


@pytest.mark.parametrize(
    ("settings", "folder_of_pages", "chapters", "language"),
    [
        ("", "docs", ["start", "left", "two", "one"], "en"),
        ("nav: 3\ntheme: readthedocs\n", "docs", ["start", "left", "two", "one"], "en"),
        ("docs_dir: text/en/\ntheme: {locale: pt_BR}\n", "text/en", ["start", "left", "two", "one"], "pt"),
        ("docs_dir: .\nnav: [two.md]\n", ".", ["two"], "en"),
        ("docs_dir: ../..\n", "docs", None, ""),
        ("site_name: [a, *b\n", "docs", ["start", "left", "two", "one"], "en"),
    ],
)
def test_where_the_pages_are(
    settings: str, folder_of_pages: str, chapters: list[str] | None, language: str
) -> None:
    files = {
        f"{folder_of_pages}/{path.partition('/')[2]}".removeprefix("./"): text for path, text in PAGES.items()
    }
    source = folder({"mkdocs.yml": settings, **files})
    if chapters is None:
        assert tried(source)[0] is None
        return
    made, _ = imported(source, importer="mkdocs", locale="" if language != "en" else "en")
    assert [name.partition("-")[2].removesuffix(".md") for name in names(made)] == chapters
    assert all(path.startswith(f"chapters/{language}/") for path in texts(made))


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("!!! note", "> [!note]"),
        ('!!! note ""', "> [!note]"),
        ("!!!note", "> [!note]"),
        ('!!! danger highlight "Do *not*"  ', "> [!danger] Do *not*"),
        ('!!! tip inline end "Say "so""', '> [!tip] Say "so"'),
        ("!!! example", "> [!Example]"),
        ('!!! quote "Anna"', "> [!quote] Anna"),
        ("??? warning", "> [!warning]-"),
        ('???+ bug "Known"', "> [!bug]+ Known"),
        ('??? "Only a title"', "> [!note]- Only a title"),
        ("!!!", None),
        ("!!! ", None),
        ("!!! note: no", None),
        ('!!! note"x"', None),
        ("?? note", None),
    ],
)
@pytest.mark.parametrize("indent", ["", "- item\n\n    "])
def test_heads_of_admonitions(head: str, first: str | None, indent: str) -> None:
    lead = indent.rpartition("\n")[2]
    text = f"{indent}{head}\n{lead}    Words.\n\nEnd."
    made = "\n".join(with_callouts(text.split("\n")))
    if first is None:
        assert made == text
    else:
        assert made == f"{indent}{first}\n{lead}>\n{lead}> Words.\n\nEnd."


def test_contents_of_every_kind() -> None:
    text = """\
# A

Before
!!! note "One"
    Words,
    more.

    - a

        !!! tip

            Deep.

    ``` py
    !!! no
    # [x](gone.md)
    ```

    ??? danger "In it"

    \tTab.
After.

1.  Item

    ???+ example
        In a list.

```
!!! code
```

    !!! code

=== "First"

    One.

=== "Second"

    ```
    Two.
    ```
"""
    files, findings = imported(
        folder({"mkdocs.yml": "nav: [a.md, b.md]\n", "docs/a.md": text, "docs/b.md": "# B\n\nText.\n"}),
        locale="en",
    )
    chapters, said = parsed(files)
    assert said == [] and "import.missing" not in codes(findings)
    boxes = [one for one in walk(chapters[0]) if isinstance(one, Box)]
    assert [(one.element, one.classes[0], printed(one.title)) for one in boxes] == [
        ("aside", "note", "One"),
        ("aside", "tip", ""),
        ("details", "caution", "In it"),
        ("details", "note", "Example"),
    ]
    code = [one.text.strip() for one in walk(chapters[0]) if isinstance(one, Code)]
    assert code == ["!!! no\n# [x](gone.md)", "!!! code", "!!! code", "Two."]
    assert all(word in printed(chapters[0]) for word in ("Before", "After", "First", "Second"))


def test_attributes_and_included_files() -> None:
    page = '# A\n\n[link](https://a.example){: .big } and `{: .code}`.\n\n- x\n\n    --8<-- "part.txt"\n\n--8<-- "no.txt"\n'
    files, _ = imported(
        folder({"mkdocs.yml": "", "docs/a.md": page, "docs/b.md": "b", "part.txt": "One\n\nTwo\n"}),
        locale="en",
    )
    text = texts(files)["chapters/en/01-a.md"]
    assert "{.big } and `{: .code}`" in text and "    One\n\n    Two\n" in text and '--8<-- "no.txt"' in text


LINES = st.lists(
    st.sampled_from(
        [
            "", "!!! note", '    !!! tip "T"', "??? example", '=== "Tab"', "    word", "        word", "word", "- item",
            "```", "    ```", "> ```", "> word", "\tword", "<!-- x", "-->",
        ]
    ),
    max_size=14,
)  # fmt: skip


@given(LINES)
def test_no_word_is_lost(lines: list[str]) -> None:
    """Whatever stands inside one another; only heads of admonitions go, or give their type and title."""
    made = with_callouts(lines)
    assert "\n".join(made).count("word") == "\n".join(lines).count("word")
    assert "\n".join(made).count("item") == "\n".join(lines).count("item")


def test_nested_as_deep_as_nobody_writes() -> None:
    lines = [f"{'    ' * n}!!! note" for n in range(400)]
    assert len(with_callouts(lines)) < 1000


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("> ```\n> code\n> ```\n> words", [3]),
        ("> ```\n> code\nwords", [2]),
        ("> > ~~~\n> words", [1]),
        ("- a\n\n    ```\n    code\n    ```\n    words", [0, 1, 5]),
        ("    ```\n    code\nwords", [2]),
        ("```\n> ```\ncode\n```\nwords", [4]),
        ("``` a`b\nwords", [0, 1]),
    ],
)
def test_code_in_lists_and_quotations(text: str, visible: list[int]) -> None:
    assert list(outside_code(text.split("\n"))) == visible


@pytest.mark.parametrize(
    "python", ["!!python/name:material.extensions.emoji.twemoji", "!ENV [A, b]", "!relative $docs_dir"]
)
def test_settings_with_anchors_and_tags(python: str) -> None:
    settings = f"""\
site_name: &name Das Buch
site_description: *name
defaults: &defaults
  language: de
theme:
  <<: *defaults
  name: material
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: {python}
nav:
  - b.md
  - a.md
"""
    files, _ = imported(
        folder({"mkdocs.yml": settings, "docs/a.md": "# A\n\nx\n", "docs/b.md": "# B\n\nx\n"})
    )
    assert list(texts(files)) == ["chapters/de/01-b.md", "chapters/de/02-a.md"]
    book = tomllib.loads(files["book.toml"].decode())["locales"]["de"]
    assert book["title"] == book["description"] == "Das Buch"


def test_settings_that_another_file_begins() -> None:
    files, _ = imported(
        folder(
            {
                "mkdocs.yml": "INHERIT: base/mkdocs.yml\nsite_name: Zwei\n",
                "base/mkdocs.yml": "INHERIT: ../mkdocs.yml\nsite_name: Eins\ntheme: {language: de}\nnav: [b.md]\n",
                "docs/a.md": "# A\n\nx\n",
                "docs/b.md": "# B\n\nx\n",
            }
        )
    )
    assert list(texts(files)) == ["chapters/de/01-b.md"]


def test_aliases_that_unfold_without_end() -> None:
    laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    laughs += "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in pairwise("abcdefghij"))
    for settings in (laughs, "site_name: &a [*a]\n", "nav: &a {x: *a}\n"):
        files, _ = imported(folder({"mkdocs.yml": settings, "docs/a.md": "# A\n\nx\n"}), locale="de")
        assert list(texts(files)) == ["chapters/de/01-a.md"]


@pytest.mark.parametrize(
    ("text", "shown", "left"),
    [
        (":material-account: You", "You", True),
        (
            "You :fontawesome-brands-github:{ .lg .middle } and :octicons-arrow-right-24: me",
            "You and me",
            True,
        ),
        (
            '| a | b |\n|---|---|\n| :material-check: Get | :material-close:{ title="no" } |',
            "ab✓ Get✗",
            False,
        ),
        ("`:material-account:` and \\\\ 10:30", ":material-account: and \\ 10:30", False),
        ("[:octicons-mark-github-16:](https://example.org/a)", "https://example.org/a", False),
        ("[:octicons-arrow-right-24: More](https://example.org/a)", "More", True),
    ],
)
def test_icons_are_left_out(text: str, shown: str, left: bool) -> None:
    files, findings = imported(
        folder({"mkdocs.yml": "site_name: X\n", "docs/a.md": f"# A\n\n{text}\n"}), locale="en"
    )
    [chapter], wrong = parsed(files)
    assert printed(chapter.blocks) == shown and not wrong
    assert ("import.icons" in codes(findings)) == left
