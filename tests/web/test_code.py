"""Readers of the web edition copy code as it was written, by hand or by a button; without a script nothing is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cases.book import settings, write
from tests.conftest import build_book

SOURCE = """\
def greet(name):
\tfirst = "a very long text that goes on and on, for no line of a telephone has room for all of it"

    return first  # <&>
"""
SESSION = "$ ls \\\n>  -la\nfile\n$ pwd\n/home\n"
CHAPTER = f"""\
# A

```{{.python numbers=9 marks=10 caption="A"}}
{SOURCE}```

```console
{SESSION}```

```
plain
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    editions = '[editions.web]\nformat = "web"\n'
    root = write(
        tmp_path_factory.mktemp("code"),
        {"book.toml": settings(["de"], editions=editions), "chapters/de/01-a.md": CHAPTER},
    )
    return build_book(root).file("fall.de/01-a.html")


SELECT = """i => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelectorAll("pre code")[i]);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return document.querySelectorAll("pre code")[i].textContent;
}"""


@pytest.mark.heavy
@pytest.mark.parametrize("width", [1200, 360])
def test_code_is_copied_as_it_was_written(page: Path, chromium: Browser, width: int) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    shown = context.new_page()
    shown.goto(page.as_uri())
    read = "navigator.clipboard.readText()"
    for index, (text, by_button) in enumerate(
        [(SOURCE, SOURCE), (SESSION, "ls \\\n -la\npwd\n"), ("plain\n", "plain\n")]
    ):
        assert shown.evaluate(SELECT, index) == text
        shown.keyboard.press("Control+C")
        assert shown.evaluate(read).rstrip("\n") == text.rstrip("\n")
        button = shown.locator(".copy-code button").nth(index)
        assert button.inner_text() == "Code kopieren"
        button.click()
        status = shown.locator(".copy-code [role=status]").nth(index)
        status.filter(has_text="Kopiert").wait_for()
        assert shown.evaluate(read) == by_button
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.heavy
def test_without_a_script_the_page_is_whole(page: Path, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(page.as_uri())
    assert shown.locator(".copy-code").count() == 0
    assert shown.locator("figure.listing pre .row").count() == 4
    context.close()


def test_a_book_without_code_has_no_such_script(tmp_path: Path) -> None:
    editions = '[editions.web]\nformat = "web"\n'
    files = {"book.toml": settings(["de"], editions=editions), "chapters/de/01-a.md": "# A\n\nText.\n"}
    made = build_book(write(tmp_path, files))
    assert "copy-code" not in made.file("fall.de/js/reader.js").read_text(encoding="utf-8")
    assert "copy-code" not in made.file("fall.de/css/book.css").read_text(encoding="utf-8")
