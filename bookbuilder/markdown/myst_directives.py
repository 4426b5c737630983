"""Reads directives of MyST in fences (```` ```{note} ````), targets (`(label)=`) and comments (`% so`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Block, Box, Code, Figure, Paragraph
from bookbuilder.markdown.attributes import valid_id
from bookbuilder.markdown.callouts import callout, callout_kind
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_picture import picture
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.markdown.token_positions import Source

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


def fenced_directive(convert: Conversion, token: Token, span: Span) -> tuple[Block, ...] | None:
    """Return the blocks of a directive that is written as a fence; None if it is not known."""
    match = _DIRECTIVE.fullmatch(token.info.strip())
    if match is None:
        return None
    name, argument = match[1], match[2].strip()
    options, skipped = _options(token.content.split("\n"))
    body = token.content.split("\n")[skipped:]
    if name in _CODE:
        return (Code("\n".join(body).lstrip("\n"), argument.partition(" ")[0], span=span),)
    first = (token.map[0] if token.map else 0) + 1 + skipped
    kind = callout_kind(name) or (callout_kind(options.get("class", "")) if name == "admonition" else "")
    title = convert.text(argument, span) if argument else ()
    name_option = options.get("name", options.get("label", ""))
    anchor = name_option if valid_id(name_option) else ""
    if kind or name == "admonition":
        blocks = _parsed(convert, len(body), first)
        return (callout(kind or "note", Box("callout", blocks, title, span=span, id=anchor)),)
    if name in ("figure", "image"):
        node = {"id": "", "classes": (), "lang": "", "translate": True}
        image = picture(argument, options.get("alt", ""), "", span, node, convert.context(""))
        blocks = _parsed(convert, len(body), first)
        match blocks:
            case (Paragraph(content), *rest):
                return (Figure(image, content, description=tuple(rest), span=span, id=anchor),)
            case _:
                return (Paragraph((image,), span=span, id=anchor), *blocks)
    return None


def _options(lines: list[str]) -> tuple[Mapping[str, str], int]:
    """Return the options at the head of a directive, and how many lines they take."""
    options: dict[str, str] = {}
    for number, line in enumerate(lines):
        match = _OPTION.fullmatch(line.strip())
        if match is None:
            return options, number
        options[match[1]] = match[2].strip()
    return options, len(lines)


def _parsed(convert: Conversion, count: int, first: int) -> tuple[Block, ...]:
    """Return the blocks of some lines of the chapter, from line `first` on."""
    before, closers = convert.source, convert.closers
    lines = before.lines[first : first + count]
    if lines and not lines[-1].strip("`~: "):
        lines = lines[:-1]
    convert.source, convert.closers = Source(before.path, lines, before.first + first), set()
    try:
        return convert.blocks(parser(convert.dialect.flavour).parse("\n".join(lines), {}))
    finally:
        convert.source, convert.closers = before, closers
