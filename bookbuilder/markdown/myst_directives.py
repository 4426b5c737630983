"""Reads directives of MyST in fences (```` ```{note} ````), targets (`(label)=`) and comments (`% so`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.markdown.attributes import valid_id
from bookbuilder.markdown.callouts import callout_kind, named_box
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_formula import displayed
from bookbuilder.markdown.convert_picture import picture
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.markdown.token_positions import PositionedSource

_CODE = frozenset(("code", "code-block", "sourcecode", "code-cell", "parsed-literal"))
_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:-]*)\}[ \t]*(.*)")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)")
_TARGET = re.compile(r"\(([^()\s]+)\)=")


def target(line: Token) -> str:
    """Return the label that a paragraph `(label)=` gives to the block behind it; empty for any other."""
    match = _TARGET.fullmatch(line.content.strip())
    return match[1] if match and valid_id(match[1]) else ""


def is_comment(line: Token) -> bool:
    """Whether a paragraph is a comment: each of its lines begins with a percent sign."""
    return all(row.startswith("%") for row in line.content.split("\n"))


def fenced_directive(convert: Conversion, token: Token, span: Span) -> tuple[nodes.Block, ...] | None:
    """Return the blocks of a directive that is written as a fence; None if it is not known."""
    match = _DIRECTIVE.fullmatch(token.info.strip())
    if match is None:
        return None
    first = (token.map[0] if token.map else 0) + 1
    return _directive(convert, (match[1], match[2].strip()), token.content.split("\n"), first, span)


def colon_directive(
    convert: Conversion, token: Token, text: str, span: Span
) -> tuple[nodes.Block, ...] | None:
    """Return the blocks of a directive between colons, by the `text` behind these; None if it is not known."""
    match = _DIRECTIVE.fullmatch(text)
    if match is None:
        return None
    start, end = token.map or (0, 0)
    indent = convert.source.lines[start].find(token.markup)
    lines = [line[indent:] for line in convert.source.lines[start + 1 : end]]
    return _directive(convert, (match[1], match[2].strip()), lines, start + 1, span)


def _directive(
    convert: Conversion, head: tuple[str, str], lines: list[str], first: int, span: Span
) -> tuple[nodes.Block, ...] | None:
    """Return the blocks of a directive whose name and argument are `head`; its lines begin on line `first`."""
    name, argument = head
    options, skipped = _options(lines)
    body = lines[skipped:]
    name_option = options.get("name", options.get("label", ""))
    anchor = name_option if valid_id(name_option) else ""
    if name in _CODE:
        return (nodes.Code("\n".join(body).lstrip("\n"), argument.partition(" ")[0], span=span, id=anchor),)
    if name in ("figure", "image"):
        node = {"id": "", "classes": (), "lang": "", "translate": True}
        image = picture(argument, options.get("alt", ""), "", span, node, convert.context(""))
        blocks = _parsed(convert, body, first + skipped)
        match blocks:
            case (nodes.Paragraph(content), *rest):
                return (nodes.Figure(image, content, description=tuple(rest), span=span, id=anchor),)
            case _:
                return (nodes.Paragraph((image,), span=span, id=anchor), *blocks)
    if name == "math":
        tex = "\n".join((*([argument] if argument else ()), *body))
        begin = first - 1 if argument else first + skipped
        raw = {"id": anchor} if anchor else {}
        return displayed(tex, raw, begin, span, convert.source, convert.report)
    kind = "note" if name == "admonition" else name
    if name == "admonition" and callout_kind(options.get("class", "")):
        kind = options["class"]
    if named_box(kind, nodes.Box("div", ())) is None:
        return None
    line = convert.source.lines[first - 1] if 0 < first <= len(convert.source.lines) else ""
    place = Span(span.path, span.line, max(line.find(argument), 0) + 1)
    title = convert.text(argument, place) if argument else ()
    box = named_box(
        kind, nodes.Box("div", _parsed(convert, body, first + skipped), title, span=span, id=anchor)
    )
    return (box,) if box else None


def _options(lines: list[str]) -> tuple[Mapping[str, str], int]:
    """Return the options at the head of a directive, and how many lines they take."""
    options: dict[str, str] = {}
    for number, line in enumerate(lines):
        match = _OPTION.fullmatch(line.strip())
        if match is None:
            return options, number
        options[match[1]] = match[2].strip()
    return options, len(lines)


def _parsed(convert: Conversion, body: list[str], first: int) -> tuple[nodes.Block, ...]:
    """Return the blocks of some lines of the chapter, from line `first` on; `body` has them without the markers of
    lists and quotations."""
    before, closers = convert.source, convert.closers
    lines = before.lines[first : first + len(body)]
    convert.source, convert.closers = PositionedSource(before.path, lines, before.first + first), set()
    try:
        return convert.blocks(
            parser(convert.dialect.flavour, cites=convert.dialect.cites).parse("\n".join(body), {})
        )
    finally:
        convert.source, convert.closers = before, closers
