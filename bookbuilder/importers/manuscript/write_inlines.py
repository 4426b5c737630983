"""Writes imported inlines as Markdown, escaped so that our parser reads exactly the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.clean_text import break_long_words, keep_edges, printable
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.write_citations import citation_markdown
from bookbuilder.importers.manuscript.write_formulas import formula_markdown
from bookbuilder.limits import ADDRESS, TITLE
from bookbuilder.markdown.attributes import valid_tag
from bookbuilder.markdown.convert_picture import UNCONFIRMED_CLASS
from bookbuilder.markdown.escape_markdown import escape_address, escape_text, escape_value
from bookbuilder.phrases import Phrase

LINK = Rule(
    "import.link",
    "the address {address} cannot be a link in a book; its words are printed without it",
    "Links lead to http, https and mailto addresses, or to a place in the book.",
    Severity.WARNING,
)
REFERENCE = Rule(
    "import.reference",
    "nothing in the manuscript is called {target!r}; the words that refer to it are printed without a link",
    "A reference needs a place to lead to. It was deleted, or stands in a part that was not imported.",
    Severity.WARNING,
)
LONG_WORD = Rule(
    "import.word",
    "a word of {count} characters was given places to break",
    "Lines can be broken at spaces only, and so long a word fits on none. It has invisible places to break now.",
    Severity.WARNING,
)
NESTED_NOTE = Rule(
    "import.note",
    "a note stands where a book has none; {where}",
    "Titles and headings are repeated in the contents and at the head of pages, and a note cannot have a note of its own.",
    Severity.WARNING,
)
ALT = Rule(
    "import.alt",
    "the picture {name} has no alternative text; its name stands for it",
    "Readers who cannot see the picture hear its alternative text, and the name of a file tells them nothing.",
    Severity.WARNING,
)
_DELIMITERS = {"emphasis": "*", "strong": "**", "strike": "~~", "mark": "=="}
_CLASSES = {"underline": "underline", "smallcaps": "smallcaps"}
_RAISED = {"sub": "~", "sup": "^"}
_APART = "<!-- -->"
"""Separates a mark from a letter where CommonMark would not take it as a delimiter run (section 6.2)."""
_SCHEMES = ("http://", "https://", "mailto:")
_LATER = "(:"
"""Characters that would belong to a bracket in front of them; `{` is escaped anyway."""
TEXT, CELL, HEADING, NOTE = "text", "cell", "heading", "note"


@dataclass(frozen=True, slots=True)
class WritingContext:
    """Where inlines are written.

    `place` is TEXT, CELL, HEADING (also for titles) or NOTE; `note` returns the label of a note in this chapter, `targets`
    are the ids of anchors that something refers to (also `chapter.md#id`), `pictures` the paths of pictures from the
    chapter, `unprinted` those of pictures that were left out, `cite` returns the id of a citation whose sources the book
    does not have, `sources` are the keys of those that it has, and `cited_in_notes` says that its style has notes. What a
    heading cannot hold is appended to `lifted`.
    """

    report: Report
    span: Span
    note: Callable[[str], str]
    notes: Mapping[str, tuple[nodes.Block, ...]]
    targets: Mapping[str, str]
    pictures: Mapping[str, str]
    cite: Callable[[str, str], str]
    place: str = TEXT
    language: str = ""
    lifted: list[nodes.Inline] = field(default_factory=list)
    open_notes: tuple[str, ...] = ()
    unprinted: Mapping[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    sources: Mapping[str, str] = field(default_factory=dict)
    cited_in_notes: bool = False

    def new_anchor(self, name: str) -> str:
        """Return the id of an anchor, and keep it in `written`; empty for one that nothing refers to or that is written."""
        anchor = self.targets.get(name, "")
        if anchor in self.written:
            return ""
        self.written.add(anchor)
        return anchor

    def at(self, span: Span, place: str | None = None) -> WritingContext:
        """Return the context for another text."""
        return replace(self, span=span, place=place or self.place)


def inline_markdown(content: tuple[nodes.Inline, ...], context: WritingContext) -> str:
    """Return the Markdown of a text, without spaces around it and not yet escaped for the start of a line.

    Reports `import.*`.
    """
    text = keep_edges(_run(content, context, depth=0))
    lines = [line.strip(" ") for line in text.split("\n")]
    while lines and lines[-1] in ("", "\\"):
        lines.pop()
    if lines and _ends_in_break(lines[-1]):
        lines[-1] = lines[-1][:-1].rstrip(" ")
    return "\n".join(lines)


def _ends_in_break(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


class _Joined:
    """Joins pieces of Markdown, with comments between where marks would not be seen."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.last = ""
        self.closed = ""
        self.bracket = False
        self.strict = False
        self.cited = ""

    def add(self, piece: str) -> None:
        """Add text, or a piece that is no mark of emphasis."""
        if not piece:
            return
        first = piece[0]
        if self.cited and self._would_join(piece):
            self.parts.append(_APART)
        elif first == "[" and self.last == "!":  # it would be a picture
            self.parts[-1] = f"{self.parts[-1][:-1]}\\!"
        if (
            self.closed
            and (first in "*_~=" or (_is_word(first) and (self.strict or not _is_word(self.closed))))
        ) or (first == "`" and self.last == "`"):
            self.parts.append(_APART)
        elif self.bracket and first in _LATER:
            piece = f"\\{piece}"
        self._append(piece)

    def add_bracket(self, piece: str) -> None:
        """Add a piece that ends with a bracket or a brace."""
        self.add(piece)
        self.bracket = True

    def add_citation(self, piece: str) -> None:
        """Add a citation, so that what stands beside it does not become a part of it."""
        if piece[0] != "[" and self.last.isalnum():
            self.parts.append(_APART)
        self.add(piece)
        self.bracket = piece.endswith("]")
        self.cited = piece[-1] if self.bracket else "@"

    def _would_join(self, piece: str) -> bool:
        """Whether a piece behind a citation would be read as a part of it: behind a bare key also one behind a blank."""
        if self.cited == "]":
            return piece[0] in "[{" and self.last == "]"
        return piece[0] == "[" if self.last == " " else bool(_JOINS_KEY.match(piece))

    def add_marked(self, inner: str, mark: str, *, strict: bool) -> None:
        """Add words between marks; `strict`: no letter may touch the marks from outside."""
        if not inner:
            return
        touches = self.last and not self.last.isspace()
        if touches and (self.last == mark[0] or (_is_word(self.last) and (strict or not _is_word(inner[0])))):
            self.parts.append(_APART)
        self._append(f"{mark}{inner}{mark}")
        self.closed, self.strict = inner[-1], strict

    def add_raised(self, inner: str, kind: str, *, short: bool) -> None:
        """Add words above or below the line: between signs if they may be `short`, are one word and follow another one,
        as in `x^2^`, otherwise between tags, which can stand everywhere and hold everything."""
        if short and self.last.isalnum() and inner.isalnum():
            self._append(f"{_RAISED[kind]}{inner}{_RAISED[kind]}")
        elif inner.strip():
            self.add(f"<{kind}>{inner}</{kind}>")
        else:
            self.add(inner)

    def _append(self, piece: str) -> None:
        self.parts.append(piece)
        self.last, self.closed, self.bracket = piece[-1], "", False
        self.cited = self.cited if piece == " " else ""


_JOINS_KEY = re.compile(r"[\[{(]|[:.#$%&+?<>~/-]*\w")


def _is_word(sign: str) -> bool:
    """Whether a sign is neither a space nor punctuation or a symbol."""
    return not sign.isspace() and unicodedata.category(sign)[0] not in "PS"


def _run(content: tuple[nodes.Inline, ...], context: WritingContext, depth: int) -> str:
    out = _Joined()
    for node in content:
        match node:
            case nodes.Text():
                out.add(_text(node.text, context))
            case nodes.Styled():
                _styled(node, out, context, depth)
            case nodes.Code():
                out.add(_code(node.text, "", context))
            case nodes.Formula():
                _formula(node, out, context)
            case nodes.Break():
                line_end = "\n" if node.soft else "\\\n"
                out.add(" " if context.place in (CELL, HEADING) else line_end)
            case nodes.NoteCall():
                _note(node, out, context)
            case nodes.Link():
                _link(node, out, context, depth)
            case nodes.Reference():
                _reference(node, out, context, depth)
            case nodes.Anchor():
                if anchor := context.new_anchor(node.name):
                    out.add_bracket(f"[]{{#{anchor}}}")
            case nodes.IndexEntry():
                out.add_bracket(_index(node, context))
            case nodes.Picture():
                _picture(node, out, context)
            case nodes.Citation():
                _citation(node, out, context, depth)
            case nodes.Fact():
                inner = _run(node.content, context, depth + 1)
                out.add_bracket(f"[{inner}]{{{_options(node.options, context)}}}")
            case nodes.ProofMark():
                pass
            case _:
                assert_never(node)
    return "".join(out.parts)


def _text(text: str, context: WritingContext) -> str:
    words, long = break_long_words(printable(text))
    if long:
        context.report(LONG_WORD, context.span, count=max(map(len, text.split())))
    return escape_text(words)


def _styled(node: nodes.Styled, out: _Joined, context: WritingContext, depth: int) -> None:
    mark = _DELIMITERS.get(node.kind)
    names = [f".{_CLASSES[node.kind]}"] if node.kind in _CLASSES else []
    if node.lang and valid_tag(node.lang):
        names.append(f"lang={node.lang}")
    if names:
        own = mark is not None or node.kind in _RAISED
        inner = _run((replace(node, lang=""),) if own else node.content, context, depth=0)
        if inner.strip():
            out.add_bracket(f"[{inner}]{{{' '.join(names)}}}")
        else:
            out.add(inner)
        return
    inner = _run(node.content, context, depth + 1)
    if node.kind in _RAISED:
        short = depth == 0 and all(isinstance(one, nodes.Text) for one in node.content)
        out.add_raised(inner, node.kind, short=short)
        return
    if mark is None:
        out.add(inner)
        return
    words = inner.strip(_SPACES).removesuffix("\\\n") if inner.endswith("\\\n") else inner.strip()
    words = words.strip()
    if not words:
        out.add(inner)
        return
    start, length = inner.index(words), len(words)
    if mark == "==":  # three signs in a row are no mark
        words = re.sub(r"\A=|(?<!\\)=\Z", r"\\=", words)
    out.add(inner[:start])
    nested = depth > 0 or any(isinstance(one, nodes.Styled) for one in node.content)
    if mark == "*" and nested:  # asterisks beside those of strong words could be paired in several ways
        mark = "_"
    out.add_marked(words, mark, strict=nested or mark == "==")
    out.add(inner[start + length :])


_SPACES = " \t"


def _code(text: str, behind: str, context: WritingContext) -> str:
    text = printable(text)
    if not text.strip():
        return escape_text(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    if context.place == CELL:
        # A bar ends a cell even inside code (GFM, 4.10).
        text = text.replace("|", "\\|")
    return f"{fence}{pad}{text}{pad}{fence}{behind}"


def _formula(node: nodes.Formula, out: _Joined, context: WritingContext) -> None:
    anchor = context.targets.get(node.anchor, node.anchor)
    if node.anchor:
        context.written.add(anchor)
    written = formula_markdown(
        node.latex,
        context.report,
        context.span,
        display=node.display,
        anchor=anchor,
        alt=node.alt,
        cell=context.place == CELL,
        behind_word=out.last.isalnum(),
    )
    out.add_bracket(written if written is not None else _code(node.latex, "{.math}", context))


def _note(node: nodes.NoteCall, out: _Joined, context: WritingContext) -> None:
    if node.key not in context.notes:
        return
    if context.place == HEADING:
        context.lifted.append(node)
        return
    if context.place != NOTE:
        out.add_bracket(f"[^{context.note(node.key)}]")
        return
    if node.key in context.open_notes or len(context.open_notes) > 4:
        return
    context.report(NESTED_NOTE, context.span, where="its words stand in brackets")
    inner = replace(context, open_notes=(*context.open_notes, node.key))
    texts = (_run(text, inner, 1).strip() for text in nodes.block_inlines(context.notes[node.key]))
    out.add(f" ({' '.join(text for text in texts if text)})")


def _link(node: nodes.Link, out: _Joined, context: WritingContext, depth: int) -> None:
    content = _without_links(node.content)
    inner = _run(content, context, depth + 1)
    address = printable(node.address).strip()
    if not nodes.plain_text(content).strip() and "![" not in inner:
        out.add(inner)
    elif not address.lower().startswith(_SCHEMES) or len(address) > ADDRESS:
        shown = address if len(address) <= 60 else f"{address[:57]}…"
        context.report(LINK, context.span, address=shown or "without a word")
        out.add(inner)
    else:
        out.add_bracket(f"[{inner}]({escape_address(address)})")


def _reference(node: nodes.Reference, out: _Joined, context: WritingContext, depth: int) -> None:
    anchor = context.targets.get(node.target)
    inner = _run(_without_links(node.content), context, depth + 1)
    if anchor is None or context.place == HEADING:
        if anchor is None:
            context.report(REFERENCE, context.span, target=node.target)
        out.add(inner)
    else:
        place = anchor if ".md" in anchor else f"#{anchor}"
        words = "" if node.form == "name" else inner
        out.add_bracket(f"[{words}]({place}){'{ref=page}' if node.form == 'page' else ''}")


def _without_links(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    """Return inlines without links in them, since a link cannot hold another one."""
    result: list[nodes.Inline] = []
    for node in content:
        match node:
            case nodes.Link() | nodes.Reference():
                result += _without_links(node.content)
            case nodes.Styled():
                result.append(replace(node, content=_without_links(node.content)))
            case _:
                result.append(node)
    return tuple(result)


def _citation(node: nodes.Citation, out: _Joined, context: WritingContext, depth: int) -> None:
    bare = context.cited_in_notes and context.place == NOTE
    written = citation_markdown(
        node, context.sources, context.language, lambda content: _run(content, context, depth + 1), bare=bare
    )
    if written and context.cited_in_notes and context.place == HEADING:
        context.lifted.append(node)
    elif written:
        out.add_citation(written)
    else:
        words = nodes.plain_text(node.content)
        inner = _run(node.content, context, depth + 1)
        out.add_bracket(f"[{inner}]{{#{context.cite(words, node.source)}}}")


def _index(node: nodes.IndexEntry, context: WritingContext) -> str:
    # In a mark `!` separates an entry from its sub-entry; U+01C3 looks the same.
    entry = node.entry.strip().replace("!", "\u01c3")
    words = printable(f"{entry}!{node.sub.strip()}" if node.sub.strip() else entry)[:TITLE]
    value = escape_value(words, cell=context.place == CELL)
    of = f" of={node.index}" if node.index else ""
    return f"[]{{index={value}{of}}}" if words else ""


def _options(options: Mapping[str, str], context: WritingContext) -> str:
    """Return options as they stand in braces, in quotation marks where necessary."""
    return " ".join(
        f"{key}={value if re.fullmatch(r'[A-Za-z0-9_-]+', value) else escape_value(value, cell=context.place == CELL)}"
        for key, value in options.items()
    )


def _picture(node: nodes.Picture, out: _Joined, context: WritingContext) -> None:
    path = context.pictures.get(node.key)
    if path is None:  # already reported when the pictures were read
        return
    if context.place == HEADING:
        context.lifted.append(node)
        return
    if node.decorative:
        out.add_bracket(f"![]({path}){{.decorative}}")
        return
    words = printable(node.alt).strip()
    if not words:
        words = path.rpartition("/")[2].rpartition(".")[0]
        context.report(
            ALT,
            context.span,
            name=words,
            hint=Phrase("write in the brackets of ![{words}]({path}) what it shows", words=words, path=path),
        )
        out.add_bracket(f"![{escape_text(words)}]({path}){{.{UNCONFIRMED_CLASS}}}")
        return
    mark = f"{{.{UNCONFIRMED_CLASS}}}" if node.unconfirmed else ""
    out.add_bracket(f"![{escape_text(words)}]({path}){mark}")


def lifted_paragraph(lifted: list[nodes.Inline], span: Span, report: Report) -> nodes.Paragraph | None:
    """Return a paragraph with what a heading could not hold, and empty the list. Reports `import.note`."""
    if not lifted:
        return None
    if any(isinstance(node, nodes.NoteCall | nodes.Citation) for node in lifted):
        report(NESTED_NOTE, span, where="its call stands in the text below")
    content, lifted[:] = tuple(lifted), []
    return nodes.Paragraph(content, span=span)
