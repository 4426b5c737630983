"""References to everything that has a name, from everywhere that can hold one, in every form and medium."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cases import book
from tests.cases.case import run

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
TARGETS = """
## Heading {#h}

::: figure {#fig}
![A](a.svg)

Caption
:::

::: figures {#group}
![A](a.svg){#part}
Left

![A](a.svg)
Right

Both
:::

::: table {#tab}
| A | B |
|---|---|
| 1 | 2 |

Caption
:::

$$ x^2 $$ {#eq:x}

```{.python #code:x caption="Code"}
x
```

::: interview
What? {#q}
: That.
:::

::: aside Boxed {#box}
Text.
:::

Called.[^n]

[^n]: Note.
"""
KINDS = {
    "01-a": "",
    "h": "Heading",
    "fig": "1",
    "group": "2",
    "part": "2a",
    "tab": "1",
    "eq:x": "(1.1)",
    "code:x": "1",
    "q": "1",
    "box": "Boxed",
    "fn:n": "1",
}
"""What refers to each, and how its name ends."""
PLACES = {
    "paragraph": "Words {ref} more.",
    "emphasis": "*Words {ref} more.*",
    "heading": "## Words {ref} more",
    "list": "- Words {ref} more.",
    "quotation": "> Words {ref} more.",
    "cell": "| A | B |\n|---|---|\n| Words {ref} more | b |",
    "head": "| A {ref} | B |\n|---|---|\n| a | b |",
    "caption": "::: figure\n![A](a.svg)\n\nWords {ref} more.\n:::",
    "side by side": "::: figures\n![A](a.svg)\n{ref}\n\n![A](a.svg)\nRight\n\nBoth\n:::",
    "caption of a table": "::: table\n| A | B |\n|---|---|\n| a | b |\n\nWords {ref} more.\n:::",
    "list table": "::: table\n* - A\n* - Words {ref} more\n\nCaption\n:::",
    "box": "::: aside T\nWords {ref} more.\n:::",
    "title of a box": "::: aside Words {ref} more\nText\n:::",
    "note": "W[^m]\n\n[^m]: Words {ref} more.",
    "margin": "W[Words {ref} more.]{{.margin}}",
    "term": "Words {ref} more\n: Means.",
    "question": "::: interview\nWords {ref}\n: That.\n:::",
    "speaker": "::: dialogue\nWords {ref}\n: That.\n:::",
    "title of an index": '[W]{{index="W"}}\n\n::: index Words {ref} more\n:::',
    "title of a list": "::: contents Words {ref} more {{of=figures}}\n:::",
    "title of a glossary": "[t]{{term=t}}\n\n::: glossary Words {ref} more\n:::",
}
FORMS = {"": "", "page": "{ref=page}", "number page": '{ref="number page"}', "bare": "{ref=bare}"}
ON_PAGE = {"de": "auf Seite", "en": "on page", "ar": "في الصفحة", "ja": "ページの"}
REFERENCE = re.compile(r'<a class="ref" href="#[^"]*"[^>]*>(.*?)</a>')


def shown(root: Path, locale: str, place: str, form: str, kinds: list[str]) -> dict[str, str]:
    refs = " ".join(f"[](#{kind}){FORMS[form]}" for kind in kinds)
    text = f"# A\n{TARGETS}\n{PLACES[place].format(ref=refs)}\n"
    path = f"chapters/{locale}/01-a.md"
    files = {path: text, f"chapters/{locale}/a.svg": PICTURE}
    files["glossary.toml"] = '[t]\nterm = "T"\nmeaning = "M"\n'
    return run(book.write(root, files), path, {"web": "", "print": "", "epub": ""})


def words(markup: str) -> list[str]:
    """Return the words of the references, without those of lists of figures and the like."""
    return [
        re.sub("<[^>]*>|&#[0-9]+;", " ", one)
        for one in REFERENCE.findall(markup)
        if '<span class="label">' not in one and not one.startswith(("<span data-page", "Glossar"))
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", PLACES)
def test_a_reference_is_printed_wherever_it_stands(place: str, form: str, tmp_path: Path) -> None:
    kinds = [kind for kind in KINDS if form != "bare" or kind not in ("h", "box")]
    out = shown(tmp_path, "de", place, form, kinds)
    problems = [line for line in out["says"].split("\n") if "error" in line or "warning" in line]
    assert problems == []
    for medium in ("web", "print", "epub"):
        found = words(out[medium])
        assert len(found) == len(kinds), medium
        for kind, text in zip(kinds, found, strict=True):
            if kind == "fn:n" and medium == "print":
                continue  # its number waits for those of the page
            if form == "page" and medium == "print":
                assert text.startswith("Seite"), (kind, text)
            elif form == "number page" and medium == "print":
                assert "auf Seite" in text, (kind, text)
                assert KINDS[kind] in text
            else:
                assert text.endswith(KINDS[kind]), (kind, text)
                assert "Seite" not in text


@pytest.mark.parametrize("locale", ON_PAGE)
def test_number_and_page_in_every_language(locale: str, tmp_path: Path) -> None:
    out = shown(tmp_path, locale, "paragraph", "number page", list(KINDS))
    assert all(ON_PAGE[locale] in text for text in words(out["print"])), words(out["print"])
    assert not any(ON_PAGE[locale] in text for text in words(out["web"]) + words(out["epub"]))


def test_a_reference_to_what_has_no_number_says_so(tmp_path: Path) -> None:
    out = shown(tmp_path, "de", "paragraph", "bare", ["h", "box"])
    assert out["says"].count("[reference.number]") == 2
