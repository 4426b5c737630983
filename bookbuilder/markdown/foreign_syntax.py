"""Finds in the text of a line what another program would not print as it stands: citations, shortcodes, wikilinks …"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.markdown.tally import short
from bookbuilder.markdown.token_positions import position
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

FOREIGN = Rule(
    "markdown.foreign",
    "this looks like {what} and is printed as it stands: {text}",
    "Programs have their own additions to Markdown, which are only signs to others. If the book is written for one of them,"
    " `[markdown] flavour` in book.toml says for which; docs/markdown.md lists what is understood of each. Signs that are"
    " meant as signs have a backslash before them.",
    Severity.WARNING,
)
CODE = "\x00"
"""What stands for code in the text that is searched."""
ESCAPED = "\x01"
"""What stands there for a sign behind a backslash."""


@dataclass(frozen=True, slots=True)
class Construct:
    """Something of other programs: what it is, how it looks, and the flavours in which it means something."""

    what: str
    pattern: re.Pattern[str]
    flavours: tuple[Flavour, ...] = ()
    hint: str = ""


INCLUDE = Phrase("an include of mdBook")
TABLE = Phrase("a table of pandoc")
_PANDOC = (Flavour.PANDOC, Flavour.QUARTO)
CONSTRUCTS = (
    Construct(Phrase("an embed of Obsidian"), re.compile(r"!\[\[[^\[\]\n]+\]\]"), (Flavour.OBSIDIAN,)),
    Construct(
        Phrase("a wikilink of Obsidian"),
        re.compile(r"(?<!!)\[\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]\]"),
        (Flavour.OBSIDIAN,),
    ),
    Construct(Phrase("a comment of Obsidian"), re.compile(r"(?<![\w%])%%[^%]+%%"), (Flavour.OBSIDIAN,)),
    Construct(
        Phrase("a shortcode of Quarto or Hugo"), re.compile(r"\{\{[<%][^{}]*[>%]\}\}"), (Flavour.QUARTO,)
    ),
    Construct(INCLUDE, re.compile(r"\{\{#[a-z_]+[^{}]*\}\}"), (Flavour.MDBOOK,)),
    Construct(Phrase("a placeholder of a template"), re.compile(r"\{\{(?![<%#])[^{}\n]+\}\}")),
    Construct(Phrase("a tag of Jekyll or GitBook"), re.compile(r"\{%[^{}%]*%\}")),
    Construct(
        Phrase("a cross-reference of Quarto"),
        re.compile(r"(?<![\w.@/-])@(?:fig|tbl|sec|eq|lst|thm|def|exm|exr)-\w[\w-]*"),
        (Flavour.QUARTO,),
    ),
    Construct(
        Phrase("a citation of pandoc"),
        re.compile(r"\[(?:[^\[\]@]*[\s;\-])?@(?!(?:fig|tbl|sec|eq|lst|thm)-)\{?\w[^\[\]]*\]"),
        _PANDOC,
        Phrase(
            "add sources.bib, sources.json or sources.toml to the book; a sign that is meant as such has a backslash: \\@"
        ),
    ),
    Construct(Phrase("a note of pandoc"), re.compile(r"\^\[[^\[\]]+\]"), (*_PANDOC, Flavour.OBSIDIAN)),
    Construct(
        Phrase("a numbered example of pandoc"),
        re.compile(r"(?<!\w)\(@(?!(?:fig|tbl|sec|eq|lst|thm)-)[\w-]*\)"),
        _PANDOC,
    ),
    Construct(
        Phrase("a command of TeX"),
        re.compile(
            r"\\(?:begin|end|cite[a-z]*|ref|label|newpage|pagebreak|clearpage|[vh]space|noindent|index|footnote|input|include)"
            r"(?![A-Za-z])\*?(?:\{[^{}\n]*\})?"
        ),
    ),
    Construct(TABLE, re.compile(r"\A\+[-=:+]{3,}\+(?=\n|\Z)")),
    Construct(Phrase("a role of MyST"), re.compile(r"\{[a-z][a-z0-9:+-]*\}" + CODE), (Flavour.MYST,)),
)
_SIGNS = re.compile(r"[\[{%@\\]|\A\+-")
_NEUTRAL = frozenset("[]{}%@^!(")


def report_foreign(tokens: Sequence[Token], locate: Callable[[int], Span], context: InlineContext) -> None:
    """Count what looks like the syntax of other programs in the texts of a line, except in code and behind a backslash."""
    flavour = context.dialect.flavour
    if not _SIGNS.search(context.text):
        return
    joined, starts = _joined(tokens)
    for construct in CONSTRUCTS:
        for match in construct.pattern.finditer(joined):
            context.tally.add(
                FOREIGN,
                locate(starts[match.start()]),
                short(match[0].replace(CODE, "`…`")),
                what=construct.what,
                hint=construct.hint or flavour_hint(construct.flavours, flavour),
            )


def flavour_hint(flavours: Sequence[Flavour], own: Flavour) -> str:
    """Return what an author can do about the syntax of some flavours in a book whose flavour is `own`."""
    if own in flavours:
        return "this one is not understood; write in Markdown what it stands for"
    if not flavours:
        return "write in Markdown what it stands for, or put a backslash before signs that are meant as signs"
    names = ", ".join(f'flavour = "{flavour}"' for flavour in flavours)
    return Phrase("if the book is written for it, say so in book.toml: [markdown] {names}", names=names)


def _joined(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """Return the text of tokens without marks, and where each of its characters stands in their source."""
    parts: list[str] = []
    starts: list[int] = []
    last = 0
    for token in tokens:
        last = position(token, last)
        if token.type == "text":
            text = token.content
        elif token.type == "text_special":
            text = ESCAPED if token.content in _NEUTRAL else token.content
        elif token.type == "code_inline":
            text = CODE
        elif token.type.endswith("break"):
            text = "\n"
        elif token.type in ("html_inline", "image", "formula"):
            text = " "
        else:
            continue
        parts.append(text)
        starts.extend(range(last, last + len(text)))
    return "".join(parts), starts
