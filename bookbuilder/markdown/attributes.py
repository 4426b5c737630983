"""Parses attributes in braces, `{#id .class key=value}`, and says which keys are allowed where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

from bookbuilder.diagnostics import Report, Rule, Span, nearest

LANGUAGE = Rule(
    "attribute.lang",
    "{tag!r} is not the tag of a language",
    "A language is named by a tag of BCP 47, such as en, de-AT or zh-Hant. Readers that speak choose their voice by it.",
)
TRANSLATE = Rule(
    "attribute.translate",
    "translate is {value!r}; it can only be no",
    "Laws, quoted originals, addresses stay as they are in every language: `translate=no` says so. Everything else is"
    " translated without a word.",
)
LINES = Rule(
    "attribute.lines",
    "lines is {value!r}; it can only be +1 or -1",
    "`{lines=+1}` above a paragraph asks for a line more than it takes at its best in print, `{lines=-1}` for one less. What"
    " differs by more would have gaps in its lines that everybody sees.",
)
UNKNOWN = Rule(
    "attribute.unknown",
    "there is no attribute {key!r} here",
    "In braces behind a span, a link, a picture or before a block stand #id, .class and the keys that the manual"
    " lists. Anything else is most likely a slip of the pen.",
)
BROKEN = Rule(
    "attribute.broken",
    "these braces cannot be read: {text}",
    'Attributes look like `{#id .class key=value key="two words"}`. Quotes are needed for anything but letters,'
    " digits, hyphens, colons and underscores.",
)
BAD_ID = Rule(
    "id.form",
    "{id!r} cannot be an anchor",
    "An anchor starts with a letter or a digit and goes on with letters a–z, digits, hyphens, colons, points and"
    " underscores, so that it works in a PDF, an e-book and an address of the web.",
)

FACT_KEYS = {
    "fact",
    "amount",
    "interval",
    "number",
    "quantity",
    "duration",
    "percentage",
    "date",
    "equivalent",
    "rate",
    "rate_date",
    "form",
    "approx",
    "cite",
    "computed",
    "round",
}
SPAN_KEYS = {*FACT_KEYS, "claim", "index", "of", "name", "sub", "ruby", "term", "lang", "translate"}
LINK_KEYS = {"ref", "lang", "title"}
BLOCK_KEYS = {"lang", "translate"}
TABLE_KEYS = {*BLOCK_KEYS, "head", "phone"}
CODE_KEYS = {*BLOCK_KEYS, "caption", "src", "lines", "numbers", "marks"}
PARAGRAPH_KEYS = {*BLOCK_KEYS, "lines"}
SET_ASIDE = "insecure_attrs"
"""The key of a token's meta with attributes that the parser takes for those of scripts."""
LINE_COUNTS = {"+1": 1, "1": 1, "-1": -1}
"""What `lines` can be: how many lines more a paragraph takes than its best."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes in a pair of braces."""

    id: str = ""
    classes: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language tag, or an empty string."""
        return self.options.get("lang", "")

    @property
    def translate(self) -> bool:
        """Whether it is to be translated; false for `translate=no`."""
        return "translate" not in self.options

    def node(self) -> dict[str, Any]:
        """Return the keyword arguments that every node takes."""
        return {"id": self.id, "classes": self.classes, "lang": self.lang, "translate": self.translate}


def attributes(
    raw: Mapping[str, Any],
    allowed: set[str],
    span: Span,
    report: Report,
    *,
    parser_keys: Collection[str] = (),
) -> Attributes:
    """Return the attributes that markdown-it collected; keys that are not `allowed` are reported.

    `parser_keys` are keys that markdown-it writes itself (the address of a link); they are left out.
    """
    options = {}
    for key, value in raw.items():
        if key in ("id", "class") or key in parser_keys:
            continue
        if key not in allowed:
            report(UNKNOWN, span, key=key, hint=nearest(key, allowed))
            continue
        options[key] = _ESCAPED.sub(r"\1", str(value))
    if "lang" in options and not _TAG.fullmatch(options["lang"]):
        report(LANGUAGE, span, tag=options.pop("lang"))
    if options.get("translate", "no") != "no":
        report(TRANSLATE, span, value=options.pop("translate"), hint="write translate=no, or take it out")
    anchor = str(raw.get("id", ""))
    if anchor and not valid_id(anchor):
        report(BAD_ID, span, id=anchor)
        anchor = ""
    return Attributes(anchor, tuple(str(raw.get("class", "")).split()), options)


def token_attributes(token: Token) -> dict[str, Any]:
    """Return the attributes of a token, including unsafe ones that the parser set aside (`onclick`), so that they are
    reported."""
    return {**token.attrs, **token.meta.get(SET_ASIDE, {})}


def braces(text: str, start: int = 0, behind: str = "]") -> Iterator[tuple[int, int]]:
    """Yield where braces behind brackets (of words, or of addresses: `)`) begin and end, from an offset on; several pairs
    in a row are one."""
    return (match.span() for match in _BRACES[behind].finditer(text, start))


def keys(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the keys in braces that stand between two offsets, each with its own offset.

    >>> list(keys('[Kiew]{index="a=b" of=places}, x=1', 6, 29))
    [(7, 'index'), (19, 'of')]
    """
    return ((key.start(1), key[1]) for key in _KEY.finditer(text, start, end) if key[1])


def valid_id(anchor: str) -> bool:
    """Whether a word can be an anchor in every format."""
    return anchor.isascii() and anchor[:1].isalnum() and anchor.translate(_JOINTS).isalnum()


def valid_file_name(stem: str) -> bool:
    """Whether the name of a file, without its end, can be an anchor; a colon would make a scheme of it in addresses."""
    return ":" not in stem and valid_id(stem)


def valid_tag(tag: str) -> bool:
    """Whether a word has the form of a language tag (BCP 47: a language of two or three letters, then subtags)."""
    return bool(_TAG.fullmatch(tag))


_ESCAPED = re.compile(r'\\(["{}])')
"""What a backslash makes a letter of a value: quotation marks, and braces, which would end the attributes."""
_BRACES = {
    bracket: re.compile(rf"(?<=\{bracket})(?:\{{(?:[^{{}}\"\\]|\\.|\"(?:[^\"\\]|\\.)*\")*\}})+", re.DOTALL)
    for bracket in "])"
}
_KEY = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![^\s{])([A-Za-z\d_:-]+)(?==)", re.ASCII | re.DOTALL)
_BARE_PATH = re.compile(r"((?<=[{\s])src)=([^\s\"'{}]+)(?=[\s}])")
"""The path of a file, which needs no quotation marks, though it has slashes and points."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_JOINTS = str.maketrans("", "", "-._:")


def split_trailing_braces(text: str) -> tuple[str, dict[str, str] | None]:
    """Return text without the braces at its end, and their attributes (None: no braces that can be parsed).

    Braces that touch a word belong to it: `## Sent: [200 million]{fact=aid}`.
    """
    stripped = text.rstrip()
    if not stripped.endswith("}"):
        return text, None
    start, tries = stripped.rfind("{"), 8
    while start >= 0 and tries:
        tries -= 1  # braces inside quotes are few; a line full of braces must not be parsed as often
        part = _BARE_PATH.sub(r'\1="\2"', stripped[start:])
        try:
            end, parsed = parse(part)
        except ParseError:
            parsed, end = {}, -1
        if end == len(part) - 1:
            apart = not start or stripped[start - 1].isspace()
            return (stripped[:start].rstrip(), parsed) if apart else (text, None)
        start = stripped.rfind("{", 0, start)
    return text, None
