"""A GitBook: its settings, its cover, and pictures that lie beside its text."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document.nodes import Box
from bookbuilder.document.walk import walk
from bookbuilder.importers.importer import Files
from bookbuilder.importers.mdbook.gitbook_tags import without_tags
from bookbuilder.importers.source import folder_source
from bookbuilder.world import World
from tests.importer.imported import codes, folder, imported, parsed, printed, texts
from tests.importer.test_docx import png

SUMMARY = "# Summary\n\n* [Start](README.md)\n* [One \\(ok\\)](a/one.md)\n"
TEXTS: dict[str, str | bytes] = {"README.md": "Text.\n", "a/one.md": "Text.\n"}
BOOK = {
    "title": "Das Buch",
    "author": "Anna",
    "language": "de",
    "description": "Wovon es handelt",
    "isbn": "978-3-16-148410-0",
}


def settings_of(files: Files) -> dict[str, Any]:
    return tomllib.loads(files["book.toml"].decode())


@pytest.mark.parametrize("root", ["", "docs", "./docs/", "a/b"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("summary", ["SUMMARY.md", "CONTENTS.md"])
def test_book_json(root: str, mark: str, summary: str) -> None:
    top = f"{root.strip('./')}/" if root else ""
    book = {**BOOK, "root": root, **({"structure": {"summary": summary}} if summary != "SUMMARY.md" else {})}
    files, findings = imported(
        folder(
            {
                "book.json": mark + json.dumps(book, ensure_ascii=False),
                "cover.jpg": png(),
                f"{top}{summary}": SUMMARY,
                **{top + name: text for name, text in TEXTS.items()},
            }
        )
    )
    settings = settings_of(files)
    assert settings["book"]["authors"] == ["Anna"] and settings["imprint"]["isbn"]
    of_locale = settings["locales"]["de"]
    assert (of_locale["title"], of_locale["description"]) == ("Das Buch", "Wovon es handelt")
    assert of_locale["cover"] in files
    assert [text.partition("\n---")[0] for text in texts(files).values()] == [
        "---\ntitle: Start",
        "---\ntitle: One (ok)",
    ]
    assert "import.language" not in codes(findings)


@pytest.mark.parametrize(
    "book",
    [
        "",
        "{",
        "[]",
        "3",
        '{"title": 3, "author": [], "root": {}, "structure": []}',
        "[" * 100_000,
        "\xff",
        '{"root": "../.."}',
    ],
)
def test_settings_that_say_nothing(book: str) -> None:
    files, _ = imported(
        folder({"book.json": book.encode("latin-1"), "SUMMARY.md": SUMMARY, **TEXTS}), locale="en"
    )
    assert len(texts(files)) == 2


def test_authors_of_an_mdbook_before_those_of_a_gitbook() -> None:
    files, _ = imported(
        folder(
            {
                "book.toml": '[book]\ntitle = "A"\n',
                "book.json": json.dumps(BOOK),
                "SUMMARY.md": SUMMARY,
                **TEXTS,
            }
        ),
        locale="en",
    )
    assert settings_of(files)["locales"]["en"]["title"] == "A"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/images/k.png", "images/k.png"),
        ("/images/k.png", "docs/images/k.png"),
        ("../../images/k.png", "images/k.png"),
        ("../images/k.png", "docs/images/k.png"),
        ("images/k.png", "images/k.png"),
        ("../../.gitbook/assets/k%20(1).png", ".gitbook/assets/k (1).png"),
        ("<../../.gitbook/assets/k.png>", ".gitbook/assets/k.png"),
        ("/k.png", "docs/a/k.png"),
    ],
)
def test_pictures_beside_the_text(tmp_path: Path, address: str, place: str) -> None:
    source: dict[str, str | bytes] = {
        ".gitbook.yaml": "root: ./docs/\n",
        "docs/SUMMARY.md": SUMMARY,
        "docs/README.md": "Text.\n",
        "docs/a/one.md": f"# One\n\n![Karte]({address})\n",
        ".git/config": "x",
        place: png(),
    }
    for name, content in source.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    given = folder_source("buch", World(tmp_path))
    assert not given.has(".git/config")
    files, findings = imported(given, locale="de")
    assert "import.missing" not in codes(findings)
    assert any(data == png() for data in files.values()), texts(files)
    assert "images/k" in texts(files)["chapters/de/02-one.md"]


HINTS = ['{% hint style="danger" %}', "{% hint style='info' %}", '{%hint style="success"%}', "{%- hint -%}"]


@pytest.mark.parametrize(("tag", "kind"), list(zip(HINTS, ["caution", "note", "tip", "note"], strict=True)))
@pytest.mark.parametrize(
    "shape",
    [
        "{tag}\n{body}\n{end}",
        "{tag} {body} {end}",
        "Text {tag}{body}{end} Text",
        "- item\n\n  {tag}\n  {body}\n  {end}",
    ],
)
def test_a_hint_is_a_callout(tag: str, kind: str, shape: str) -> None:
    text = shape.format(tag=tag, body="**Mind** the gap.", end="{% endhint %}")
    files, _ = imported(folder({"SUMMARY.md": "* [A](a.md)\n", "a.md": f"# A\n\n{text}\n"}), locale="en")
    [chapter], wrong = parsed(files)
    [box] = [node for node in walk(chapter) if isinstance(node, Box) and node.kind == "callout"]
    assert box.classes[0] == kind and printed(box) == "Mind the gap." and not wrong
    assert "{%" not in printed(chapter)


GROUPS = """\
{% tabs %}
{% tab title="Python" %}
{% code title="a.py" %}
```python
{% hint %}
```
{% endcode %}
{% endtab %}

{% tab title='Ruby' %}
Other words
{% endtab %}
{% endtabs %}

{% content-ref url="b.md" %}
[Further](b.md)
{% endcontent-ref %}

{% embed url="https://example.org/a" %}
A film
{% endembed %}

{% include "../.gitbook/includes/note.md" %}

{% filename %}blog/models.py{% endfilename %}
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_tags_that_group_are_their_contents(ends: str) -> None:
    sources = {
        "SUMMARY.md": "* [A](x/a.md)\n* [B](x/b.md)\n",
        "x/a.md": f"# A\n\n{GROUPS}".replace("\n", ends),
        "x/b.md": "# B\n\nText.\n",
        ".gitbook/includes/note.md": "Included words\n",
    }
    chapters, wrong = parsed(imported(folder(sources), locale="en")[0])
    shown = printed(chapters[0])
    for words in (
        "Python",
        "a.py",
        "Ruby",
        "Other words",
        "Further",
        "https://example.org/a",
        "A film",
        "Included words",
        "blog/models.py",
    ):
        assert words in shown
    assert shown.count("{%") == 1 and "{% hint %}" in shown and not wrong  # in code


@given(
    st.lists(
        st.sampled_from(
            [
                "{% hint %}",
                "{% endhint %}",
                "{% tab title='T' %}",
                "{% endtab %}",
                "word",
                "",
                "> ",
                "```",
                "- x",
            ]
        )
    )
)
def test_tags_in_any_order_lose_no_word(lines: list[str]) -> None:
    out = without_tags("\n".join(lines), lambda _: None)
    assert out.count("word") == lines.count("word") and out.count("x") >= lines.count("- x")


LANGS = "# Languages\n\n* [Deutsch](de/)\n* [English](./en)\n* [Gone](fr/)\n* [Web](https://example.org/)\n"


@pytest.mark.parametrize(
    ("locale", "title"), [("", "Haus"), ("en", "House"), ("en-GB", "House"), ("fr", "Haus")]
)
def test_a_book_in_several_languages(locale: str, title: str) -> None:
    sources: dict[str, str | bytes] = {
        "LANGS.md": LANGS,
        "de/SUMMARY.md": "* [Haus](a.md)\n",
        "de/a.md": "# Haus\n\nDas ist ein Haus, und wir wohnen darin.\n\n![Bild](../bild.png)\n",
        "en/SUMMARY.md": "* [House](a.md)\n",
        "en/a.md": "# House\n\nThis is a house, and we live in it.\n",
        "bild.png": png(),
    }
    files, findings = imported(folder(sources, "buch"), locale=locale)
    [text] = texts(files).values()
    assert f"title: {title}" in text
    assert any(path.endswith("bild.png") for path in files) == (title == "Haus")
    [notice] = [one for one in findings.sorted() if one.code == "import.languages"]
    other = "English (en/)" if title == "Haus" else "Deutsch (de/)"
    assert other in notice.message and "2 languages" in notice.message and "--also" in notice.hint


def test_a_text_that_is_called_summary_is_no_contents() -> None:
    sources = {
        "a/index.md": "# A\n\nText.\n",
        "a/summary.md": "# Summary\n\n- It [ends](https://example.org/).\n",
    }
    files, _ = imported(
        folder({**sources, "b/index.md": "# B\n\nText.\n", "b/summary.md": "Words.\n"}), locale="en"
    )
    assert len(texts(files)) == 4
