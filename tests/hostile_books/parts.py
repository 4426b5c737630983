"""The files from which hostile books are drawn: a whole small book with everything that a book may have."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

from tests.cases import book
from tests.cases.case import ROOT

Files = dict[str, bytes]

CHAPTER = """\
---
title: Ein Tag
kind: day
date: 2022-01-17
place: Kiew
summary: Was geschah.
events:
  - Ein Treffen.
---

[Kiew]{name=kyiv} und [200 Millionen]{fact=aid}.[^n] Siehe [](#zwei){ref=page} und <https://example.org/>.

::: figure {#abb credit="Foto: X"}
![Ein Bild](images/a.png)

*Titel.* Text.
:::

![Eine Zeichnung](images/b.svg)

::: table {#tab}
*Zahlen.*

| a | b |
|---|--:|
| 1 | 2 |
:::

::: aside Kasten
- eins
- zwei
:::

## Zwei {#zwei}

> Zitat *kursiv* **fett** `code`

1. eins
2. zwei

Begriff
: Erklärung

```python
x = 1
```

[^n]: Eine Note.
"""
INDEX = "---\ntitle: Register\nkind: index\n---\n\n::: index {of=places}\n:::\n\n::: chronology\n:::\n"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>t</title><g id="g">'
    '<path d="M0 0h40v20z" fill="#c00"/><text x="1" y="9">Wort</text></g><use href="#g" x="3"/></svg>\n'
)
THEME = """\
extends = "dossier"

[page]
width = "120mm"

[color]
accent = "#123456"
"""
CSS = "{# own #}\np { color: {{ theme.color.ink }} }\n.aside { border: 1pt solid {{ theme.color.line }}; --a: 1pt }\n"
TEMPLATE = "{% set n = [1, 2, 3] %}{% for i in n %}<p>{{ i }} {{ book.title }}</p>{% endfor %}\n"
TOML = {
    "facts.toml": '[aid]\namount = "200e6 USD"\nequivalent = "EUR"\ndate = 2022-01-19\nrate = "1.1345"\n\n[n]\nnumber = 7\n',
    "names.toml": '[places]\nkyiv = { de = "Kiew", en = "Kyiv", not = { de = ["Kyjiw"] } }\n[persons]\na = "Weiss, Anna"\n',
    "glossary.toml": '[aid]\nterm = "Hilfe"\nen = "aid"\n',
    "signatures.toml": "",
    "styles/mine/theme.toml": THEME,
    "fonts/fonts.toml": '[own]\nname = "Alegreya"\nlicence = "OFL-1.1"\n',
    "printers/mine.toml": 'name = "Haus"\ndate = 2026-01-01\ncover = "apart"\n[spine]\npage = 0.06\n[bleed]\ntop = 3\n',
    "l10n/en/01-tag.toml": "",
}
EDITIONS = """
[editions.pdf]
format = "pdf"

[editions.print]
format = "pdf"
printer = "mine"

[editions.epub]
format = "epub"
pages_from = "pdf"

[editions.web]
format = "web"
"""


@lru_cache(maxsize=1)
def whole_book() -> tuple[tuple[str, bytes], ...]:
    """Return the files of the book by path."""
    settings = book.settings(["de", "en"], editions=EDITIONS).replace(
        'source = "de"', 'source = "de"\ntheme = "mine"'
    )
    texts = {
        "book.toml": settings,
        "chapters/de/01-tag.md": CHAPTER,
        "chapters/de/02-index.md": INDEX,
        "chapters/en/01-tag.md": CHAPTER.replace("Ein Tag", "A Day").replace("Kiew", "Kyiv"),
        "chapters/en/02-index.md": INDEX.replace("Register", "Index"),
        "chapters/en/images/b.svg": SVG,
        "chapters/de/images/b.svg": SVG,
        "styles/mine/print.css": CSS,
        "styles/mine/web.css": CSS,
        "styles/mine/epub.css": CSS,
        "styles/mine/templates/web/chapter.html.j2": "<article>{{ body }}{{ notes }}</article>\n",
        "styles/mine/templates/cover.html.j2": TEMPLATE,
        **TOML,
    }
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 30, 30)).save(out, "PNG")
    font = (ROOT / "fonts/alegreya/Alegreya-Regular.ttf").read_bytes()
    files = {path: text.encode() for path, text in texts.items() if text}
    files |= {f"chapters/{name}/images/a.png": out.getvalue() for name in ("de", "en")} | {
        "fonts/own/a.ttf": font
    }
    return tuple(sorted(files.items()))
