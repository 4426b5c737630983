"""The places of a book that hold text, each a function from a text to the files of a book that has it there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.cases import book
from tests.cases.case import FIRST

Files = Mapping[str, str]
BEGIN = "# A\n\n"


def _chapter(form: str) -> Callable[[str], Files]:
    """Return the place that a form of a chapter has: `§` is the text."""
    return lambda text: {FIRST: form.replace("§", text)}


def _toml(text: str) -> str:
    """Return a text as TOML writes it."""
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return "".join(signs.get(sign, sign) for sign in text)


def _beside(path: str, form: str, chapter: str, *, raw: bool = False) -> Callable[[str], Files]:
    """Return the place that another file has."""
    return lambda text: {
        FIRST: BEGIN + chapter,
        path: form.replace("§", text if raw else _toml(text)),
    }


def _settings(old: str, new: str, *, raw: bool = False) -> Callable[[str], Files]:
    """Return the place that a book.toml has in the place of `old`."""
    return lambda text: {
        FIRST: f"{BEGIN}Text.\n",
        "book.toml": book.settings(["de"]).replace(old, new.replace("§", text if raw else _toml(text))),
    }


def _translated(text: str) -> Files:
    return {FIRST: f"{BEGIN}Ein Satz. {text}\n", "chapters/en/01-a.md": f"{BEGIN}A sentence. {text}\n"}


def _quoted(text: str) -> str:
    return text.replace("'", "''").replace("\n", "\n\n ")


PLACES: dict[str, Callable[[str], Files]] = {
    "paragraph": _chapter(f"{BEGIN}§\n"),
    "behind a word": _chapter(f"{BEGIN}Wort §\nWort\n"),
    "heading": _chapter(f"{BEGIN}## §\n\nText.\n"),
    "first heading": _chapter("# §\n\nText.\n"),
    "quotation": _chapter(f"{BEGIN}> §\n"),
    "item": _chapter(f"{BEGIN}- §\n- b\n"),
    "term": _chapter(f"{BEGIN}§\n: a\n"),
    "definition": _chapter(f"{BEGIN}a\n: §\n"),
    "cell": _chapter(f"{BEGIN}| a | b |\n|---|---|\n| § | c |\n"),
    "head of a table": _chapter(f"{BEGIN}| § | b |\n|---|---|\n| a | c |\n"),
    "caption": _chapter(f"{BEGIN}::: table §\n\n| a |\n|---|\n| b |\n:::\n"),
    "title of a directive": _chapter(f"{BEGIN}::: aside §\n\nText.\n:::\n"),
    "options of a directive": _chapter(f'{BEGIN}::: figure a.png {{alt="§"}}\n\nText.\n:::\n'),
    "name of a directive": _chapter(f"{BEGIN}:::§\n\nText.\n:::\n"),
    "pullquote": _chapter(f"{BEGIN}::: pullquote\n§\n:::\n"),
    "emphasis": _chapter(f"{BEGIN}Ein *§* Wort\n"),
    "strong emphasis": _chapter(f"{BEGIN}Ein **§** Wort\n"),
    "code": _chapter(f"{BEGIN}Ein `§` Wort\n"),
    "block of code": _chapter(f"{BEGIN}```\n§\n```\n"),
    "info of code": _chapter(f"{BEGIN}```§\na\n```\n"),
    "link": _chapter(f"{BEGIN}[§](https://example.org) Wort\n"),
    "address": _chapter(f"{BEGIN}[Wort](§) Wort\n"),
    "address in angles": _chapter(f"{BEGIN}[Wort](<§>) Wort\n"),
    "title of a link": _chapter(f'{BEGIN}[Wort](https://example.org "§") Wort\n'),
    "bare address": _chapter(f"{BEGIN}Siehe https://example.org/§ Wort\n"),
    "autolink": _chapter(f"{BEGIN}<https://example.org/§>\n"),
    "definition of a link": _chapter(f"{BEGIN}[§]: https://example.org\n\n[Wort][§]\n"),
    "target of a definition": _chapter(f"{BEGIN}[a]: §\n\n[a]\n"),
    "picture": _chapter(f"{BEGIN}![§](a.png)\n"),
    "reference": _chapter(f"{BEGIN}[Wort](#§)\n"),
    "span": _chapter(f"{BEGIN}[§]{{.a}}\n"),
    "braces": _chapter(f"{BEGIN}[Wort]{{§}}\n"),
    "value in braces": _chapter(f'{BEGIN}[Wort]{{index="§"}}\n'),
    "braces of a block": _chapter(f"{BEGIN}{{§}}\nText.\n"),
    "braces of a heading": _chapter(f"{BEGIN}## Wort {{§}}\n"),
    "words of a fact": _chapter(f"{BEGIN}[§]{{number=3}}\n"),
    "value of a fact": _chapter(f'{BEGIN}[Wort]{{number="§"}}\n'),
    "sum": _chapter(f'{BEGIN}[Wort]{{amount="§"}}\n'),
    "date": _chapter(f'{BEGIN}[Wort]{{date="§"}}\n'),
    "name": lambda text: {
        FIRST: f"{BEGIN}[{text}]{{name=anna}}\n",
        "names.toml": '[persons]\nanna = "Weiss, Anna"\n',
    },
    "label of a note": _chapter(f"{BEGIN}Wort[^§]\n\n[^§]: Text.\n"),
    "note": _chapter(f"{BEGIN}Wort[^a]\n\n[^a]: §\n"),
    "comment": _chapter(f"{BEGIN}Wort <!-- § --> Wort\n\n<!-- § -->\n"),
    "passage of another language": _chapter(f"{BEGIN}[§]{{lang=fr}}\n"),
    "title": lambda text: {FIRST: f"---\ntitle: '{_quoted(text)}'\n---\n\nText.\n"},
    "plain title": _chapter("---\ntitle: A §\n---\n\nText.\n"),
    "summary": lambda text: {FIRST: f"---\ntitle: A\nsummary: '{_quoted(text)}'\n---\n\nText.\n"},
    "event": lambda text: {FIRST: f"---\ntitle: A\nevents:\n  - '{_quoted(text)}'\n---\n\nText.\n"},
    "front matter": _chapter("---\n§\n---\n\nText.\n"),
    "front matter that does not end": _chapter("---\ntitle: §\n\nText.\n"),
    "kind": _chapter("---\ntitle: A\nkind: §\n---\n\nText.\n"),
    "chapter": _chapter("§"),
    "title of the book": _settings('title = "Ein Fall"', 'title = "§"'),
    "description of the book": _settings('title = "Ein Fall"', 'title = "A"\ndescription = "§"'),
    "publisher": _settings('"Musterverlag"', '"§"'),
    "book.toml": _settings("[imprint]", "§\n[imprint]", raw=True),
    "key of book.toml": _settings("[imprint]", '["§"]\n[imprint]'),
    "claim": _chapter(f'{BEGIN}[Wort]{{claim="§"}}\n'),
    "words of a claim": _chapter(f'{BEGIN}[§]{{claim="a > b"}}\n'),
    "computed value": _chapter(f'{BEGIN}[Wort]{{computed="§"}}\n'),
    "facts.toml": _beside("facts.toml", "§", "[Wort]{fact=a}\n", raw=True),
    "number in facts.toml": _beside("facts.toml", '[a]\nnumber = "§"\n', "[Wort]{fact=a}\n"),
    "sum in facts.toml": _beside("facts.toml", '[a]\namount = "§"\n', "[Wort]{fact=a}\n"),
    "key of facts.toml": _beside("facts.toml", '["§"]\nnumber = 1\n', "[Wort]{fact=a}\n"),
    "names.toml": _beside("names.toml", "§", "[Wort]{name=a}\n", raw=True),
    "name in names.toml": _beside("names.toml", '[persons]\na = "§"\n', "[Wort]{name=a}\n"),
    "spelling in names.toml": _beside(
        "names.toml", '[persons]\na = { de = "Weiss", not = { de = ["§"] } }\n', "Wort [Wort]{name=a}\n"
    ),
    "glossary.toml": _beside("glossary.toml", "§", "Wort\n", raw=True),
    "term of the glossary": _beside("glossary.toml", '[a]\nterm = "§"\nen = "b"\n', "Wort\n"),
    "translated": _translated,
}  # fmt: skip
