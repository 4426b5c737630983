"""Converts blocks of code; those that other programs run or read otherwise are counted."""

from __future__ import annotations

import re

from markdown_it.token import Token

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.document.nodes import Block, Code
from bookbuilder.markdown import formulas
from bookbuilder.markdown.code_file import ALONE, TWICE, UNREAD, code_from_file
from bookbuilder.markdown.code_lines import first_number, marked_lines
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_formula import displayed
from bookbuilder.markdown.fence_attributes import (
    FenceAttributes,
    fence_attributes,
    fence_language,
    has_attributes,
    written_attributes,
)
from bookbuilder.markdown.foreign_syntax import FOREIGN, INCLUDE, flavour_hint
from bookbuilder.markdown.includes import with_included_code
from bookbuilder.markdown.myst_directives import fenced_directive
from bookbuilder.markdown.tally import short
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

_HIDDEN = re.compile(r"^[ \t]*#(?: .*)?(?:\n|\Z)", re.MULTILINE)
"""Lines of code in Rust that mdBook hides."""
_INCLUDE = re.compile(r"^[ \t]*\{\{#(?:include|rustdoc_include|playground)[ \t][^{}\n]+\}\}", re.MULTILINE)
_CHUNK = re.compile(r"\{\.?([A-Za-z][\w+-]*)\b")
UNCLOSED = Rule(
    "code.unclosed",
    "the code that begins here is not closed",
    "A fence of code ends with a line of as many of its signs. Without one, all that follows is printed as code, to the"
    " end of the chapter or of the item or quotation that it stands in.",
    Severity.WARNING,
)
CHUNK = "a code chunk of Quarto or a directive of MyST"


def convert_code(convert: Conversion, token: Token, span: Span) -> tuple[Block, ...]:
    """Return a block of code, or what it stands for in the book's flavour."""
    if token.markup[:1] in ("`", "~") and _is_open(token):
        convert.report(
            UNCLOSED,
            span,
            hint=Phrase("write {markup} in a line of its own where the code ends", markup=token.markup),
        )
    info = token.info.strip()
    language = fence_language(info)
    if language == formulas.LANGUAGE:
        return displayed(
            token.content,
            written_attributes(convert, token, span),
            (token.map or (0, 0))[0] + (token.markup != "$$"),
            span,
            convert.source,
            convert.report,
        )
    fence = fence_attributes(convert, token, span)
    text = with_included_code(convert, token.content, span)
    flavour = convert.dialect.flavour
    if flavour is not Flavour.MDBOOK and (include := _INCLUDE.search(text)):
        hint = flavour_hint((Flavour.MDBOOK,), flavour)
        convert.tally.add(FOREIGN, span, short(include[0]), what=INCLUDE, hint=hint)
    if flavour is Flavour.MDBOOK and language.partition(",")[0] == "rust":
        language, text = "rust", _HIDDEN.sub("", text)
    if flavour is Flavour.MYST and (blocks := fenced_directive(convert, token, span)) is not None:
        return blocks
    if flavour.citations and not language and (chunk := _CHUNK.match(info)):
        language = chunk[1]
    elif info.startswith("{") and token.type == "fence" and not has_attributes(info):
        hint = flavour_hint((Flavour.QUARTO, Flavour.MYST), flavour)
        convert.tally.add(FOREIGN, span, f"{token.markup}{info}", what=CHUNK, hint=hint)
    return (_code(convert, text, language, fence, span),)


def _code(convert: Conversion, text: str, language: str, fence: FenceAttributes, span: Span) -> Code:
    """Return a block of code with its caption, the numbers of its lines and its marks."""
    options, places, report = fence.given.options, fence.places, convert.report
    first = 1
    if "src" in options:
        if text.strip():
            report(TWICE, places["src"], hint="take it out, or take src out", path=options["src"])
        data = convert.dialect.data
        text, first = code_from_file(options["src"], options.get("lines", ""), data, places, report)
        convert.room -= len(text)
        if convert.room < 0:
            report(UNREAD, places["src"], path=options["src"], problem="with it this chapter is too long")
            text = ""
    elif "lines" in options:
        report(ALONE, places["lines"], hint="take it out, or name a file: src=code/x.py", key="lines")
    number = first_number(options, first, places, report)
    count = text.count("\n") + (not text.endswith("\n"))
    marks = marked_lines(options, number or first, count, places, report) if text else ()
    return Code(text, language, fence.caption, 0, number, marks, span=span, **fence.given.node())


def _is_open(token: Token) -> bool:
    """Whether a fence has no end: it consists of its first line and its content."""
    first, last = token.map or [0, 0]
    return token.type == "fence" and last - first == 1 + token.content.count("\n")
