"""Words that are longer than the lines of a phone: on no screen, at no size of text and with no sheet is one of them torn
where the language could hyphenate it, and none makes a page wider."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.book import settings
from tests.check.made import make
from tests.conftest import REPO
from tests.interop.screen_faults import screen_faults

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
TITLE = "Rechtsschutzversicherungsgesellschaften und Grundstücksverkehrsgenehmigungszuständigkeiten"
CHAPTER = f"""\
---
title: {TITLE}
numbered: true
date: 2022-01-17
place: Genf
---

## {LONG} und Wirtschaftsnobelpreisträgerversammlung

### {LONG}

#### {LONG}

##### {LONG}

- {LONG}

{LONG}
:   Ein Amt.

::: aside
**{LONG}**

Der Rang.
:::

::: table
| {LONG} | Amt |
|---|---|
| {LONG} | Verteidigungsministerium |

{LONG}.
:::
"""
THEMES = sorted(path.parent.name for path in (REPO / "styles").glob("*/theme.toml"))
EDITIONS = '[editions.epub]\nformat = "epub"\n[editions.web]\nformat = "web"\n'


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("theme", THEMES)
def test_long_words_are_hyphenated_on_every_screen(theme: str, tmp_path: Path) -> None:
    book = settings(["de"], editions=EDITIONS).replace("[book]\n", f'[book]\ntheme = "{theme}"\n', 1)
    files: dict[str, str | bytes] = {
        "book.toml": book.replace("Ein Fall", TITLE),
        "chapters/de/01-a.md": CHAPTER,
        "chapters/de/02-b.md": CHAPTER,
    }
    made = make(tmp_path, files)
    assert screen_faults(made) == []
