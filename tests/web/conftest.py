"""The books of these tests, and the browser that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.cases.book import settings, write
from tests.conftest import Built, Shared, build_book
from tests.patience import PATIENCE

ODD = """\
---
title: 'A \\<b>bold\\</b> & "odd" title \\</script>\\<script>alert(1)\\</script>'
summary: 'Five < six & \\</title>\\<img src=x>'
numbered: true
---

A paragraph with Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle
and <https://example.org/a/very/long/address/that/never/seems/to/end/and/goes/on/and/on?with=a&query=too>.[^one]

::: table {#wide headers=both phone=scroll}
| A | B | C | D | E | F | G | H |
| --- | :-: | --: | --- | --- | --- | --- | --- |
| first cell | second cell | 1234567 | fourth cell | fifth cell | sixth cell | seventh cell | eighth cell |

A *wide* table.
:::

- A loose item

- with `code` inside[^two]

```python
a_line_of_code_that_is_much_longer_than_any_telephone_is_wide = "and it must not break the page" * 2
```

> A quotation

## A section {#section}

### A part of it

#### And a part of that

![A red square](<images/my picture.svg>)

![The same name](<my picture.svg>)

See [the table](#wide), [](#section) and [](#second).

[^one]: The first note.

[^two]: The second note.

    It has two paragraphs.
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="red" d="M0 0h9v9H0z"/></svg>'
TITLE = "</title></script><script>alert(1)</script> & more"
FILES = {
    "book.toml": settings(["en"]).replace('"A Case"', f"'{TITLE}'"),
    "chapters/en/index.md": ODD,
    "chapters/en/second.md": "---\ntitle: Second\n---\n\nBack to [](#index) and [its section](#section).\n",
    "chapters/en/images/my picture.svg": SQUARE,
    "chapters/en/my picture.svg": SQUARE.replace("red", "#900"),
}


@pytest.fixture(scope="session")
def odd(shared: Shared) -> Built:
    """A book of what is seldom: long words, hostile titles, a chapter called `index`, pictures of one name."""
    return shared.book("odd", lambda root: build_book(write(root, FILES), "--edition", "web"))


@dataclass
class Seen:
    """A page, and what the browser said and asked for while it was open."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def go(self, path: Path) -> None:
        """Open a file, and wait until its fonts are there."""
        self.page.goto(path.as_uri())
        self.page.evaluate("document.fonts.ready.then(() => true)")


@contextmanager
def window(chromium: Browser, width: int = 1280, scheme: str = "light", **options: object) -> Iterator[Seen]:
    """Give an empty window of a width (px) in a colour scheme."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", **options  # type: ignore[arg-type]
    )  # fmt: skip
    context.set_default_timeout(PATIENCE * 1000)
    seen = Seen(context.new_page())
    seen.page.on("console", lambda message: seen.said.append(message.text))
    seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.page.on(
        "requestfailed", lambda request: seen.failed.extend([] if _gone_on(request) else [request.url])
    )
    try:
        yield seen
    finally:
        context.close()


def _gone_on(request: Request) -> bool:
    """Whether a request for the icon of a page failed since the browser went on to the next page."""
    return request.url.endswith("/favicon.svg") and request.failure == "net::ERR_ABORTED"


def pages(folder: Path) -> list[Path]:
    """Return the pages of a site."""
    found = sorted(folder.glob("*.html"))
    assert found
    return found
