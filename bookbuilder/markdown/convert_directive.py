"""Runs directives and converts pandoc's fenced divs: `::: name title {#id .class option=value}`, blocks, `:::`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder import renamed
from bookbuilder.diagnostics import Fix, Report, Rule, Span, nearest
from bookbuilder.document.nodes import Block, Box, Heading, Inline
from bookbuilder.markdown.attributes import (
    BLOCK_KEYS,
    Attributes,
    attributes,
    keys,
    split_trailing_braces,
    token_attributes,
)
from bookbuilder.markdown.callouts import callout, callout_kind
from bookbuilder.markdown.conditions import NOT, ONLY, take_condition
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.directive import Call, ChapterContext, Directive
from bookbuilder.markdown.foreign_syntax import FOREIGN, flavour_hint
from bookbuilder.markdown.includes import included_file
from bookbuilder.markdown.layout_attributes import LAYOUT, div_without_layout
from bookbuilder.markdown.myst_directives import colon_directive
from bookbuilder.markdown.picture_setting import quoted_settings
from bookbuilder.markdown.tally import short
from bookbuilder.markdown.token_positions import PositionedSource
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

UNKNOWN_DIRECTIVE = Rule(
    "directive.unknown",
    "there is no directive {name!r}",
    "`::: name` opens a directive. `docs/markdown.md` lists them; a new one is a folder in markdown/directives/.",
)
UNCLOSED = Rule(
    "directive.unclosed",
    "the directive {name} is not closed",
    "A directive ends with a line of three colons or more. Of directives inside one another, the innermost ends first.",
)
NO_TITLE = Rule(
    "directive.title",
    "the directive {name} takes no title",
    "What stands behind the name of a directive"
    " is its title; this one has none. Options stand in braces: {key=value}.",
)
UNKNOWN_OPTION = Rule(
    "directive.option",
    "the directive {name} has no option {key!r}",
    "The manual lists the options of each directive.",
)

DIV = "div"
"""The kind of a box that is only a group of blocks with classes."""
_CALLOUT_OPTIONS = frozenset(("title", "collapse", "icon", "appearance"))
"""The options of a callout: its title, whether it is closed at first, and looks, which are the theme's."""


def convert_directive(
    convert: Conversion, token: Token, inner: Sequence[Token], span: Span
) -> tuple[Block, ...]:
    """Return the blocks that a directive makes, a callout, or a group of blocks with classes."""
    words = _TRAILING.sub("", token.info.strip())  # pandoc allows colons at the end of the line
    if convert.dialect.flavour.layout:
        words, left_out = div_without_layout(words)
        if left_out:
            convert.tally.add(LAYOUT, span, left_out)
    written_name = words.partition("{")[0].partition(" ")[0].partition("\t")[0]
    words = quoted_settings(words)
    rest, braces = split_trailing_braces(words[len(written_name) :])
    rest = rest.strip()
    name = _current_name(written_name, token, span, convert.source, convert.report)
    start, end = token.map or (0, 0)
    lines = convert.source.lines
    if not (end < len(lines) and _CLOSER.fullmatch(lines[end])) or end in convert.closers:
        convert.report(
            UNCLOSED, span, name=name, hint=Phrase("end it with a line {markup}", markup=token.markup)
        )
    convert.closers.add(end)
    if convert.dialect.flavour is Flavour.MYST and not written_name:
        if (made := colon_directive(convert, token, rest, span)) is not None:
            return made
    level, figures = convert.level, convert.figures
    convert.figures = figures and name not in ("figure", "table")
    before = convert.conditions.count, len(convert.notes)
    blocks = convert.blocks(inner)
    convert.figures = figures
    raw = {**token_attributes(token), **(braces or {})}
    conditional = ONLY in raw or NOT in raw
    if not take_condition(raw, convert.dialect, span, convert.report):
        box = Box(DIV, blocks, span=span, id=str(raw.get("id", "")))
        convert.leave_out((box,), (before[1], level))
        return ()
    if conditional and not (written_name or rest or raw):
        return blocks
    directive = convert.directives.get(name)
    alone = directive is not None and (directive.expand is not None or "src" in raw)
    if convert.emptied(blocks, before[0]) and not alone:
        return ()
    if directive is None:
        return _box(convert, name, rest, raw, blocks, token, span)
    given = _known_attributes(name, directive, raw, span, convert.report)
    title = _title(convert, directive, rest, span, lines[start])
    options = {key: value for key, value in given.options.items() if key not in BLOCK_KEYS}
    if _asks_for_translation(directive, raw):
        options["translate"] = "yes"
    line = lines[start]
    places = {key: convert.source.span(start, at + 1) for at, key in keys(line, 0, len(line))}
    around = ChapterContext(
        convert.dialect.data,
        convert.parsed_data,
        convert.text,
        convert.take_cells,
        lambda file, place: included_file(convert, file, place),
    )
    call = Call(
        name,
        span,
        title,
        given.id,
        given.classes,
        given.lang,
        options,
        blocks,
        level,
        convert.signs,
        places,
        around,
    )
    lowered = directive.run(call, convert.report)
    return lowered if given.translate else tuple(replace(block, translate=False) for block in lowered)


def _title(convert: Conversion, directive: Directive, text: str, span: Span, line: str) -> tuple[Inline, ...]:
    """Return the title of a directive, whose `text` stands in the `line` that opens it."""
    if not text:
        return ()
    place = Span(span.path, span.line, line.find(text) + 1)
    if directive.title:
        return convert.text(text, place)
    # `{rotate}` is no attribute, so all of it is taken for a title.
    bare = next((word for word in text.strip("{}").split() if word in directive.options), "")
    hint = Phrase("an option has a value: {{{option}=…}}", option=bare) if text[0] == "{" and bare else ""
    convert.report(NO_TITLE, place, hint=hint, name=directive.name)
    return ()


def _box(
    convert: Conversion,
    name: str,
    title: str,
    raw: Mapping[str, Any],
    blocks: tuple[Block, ...],
    token: Token,
    span: Span,
) -> tuple[Block, ...]:
    """Return the blocks of a container that is no directive: a callout, a group, or only the blocks, which is reported."""
    lines = convert.source.lines
    line = lines[token.map[0] if token.map else 0]
    flavour = convert.dialect.flavour
    if foreign := _MYST.fullmatch(title) if not name else None:
        name, title = foreign[1], foreign[2].strip()
        if flavour is not Flavour.MYST:
            text, hint = short(line), flavour_hint((Flavour.MYST,), flavour)
            convert.tally.add(FOREIGN, span, text, what="a directive of MyST", hint=hint)
            return blocks
    classes = str(raw.get("class", "")).split()
    kind = callout_kind(name) or next(filter(None, map(callout_kind, classes)), "")
    known = {"id", "class", *BLOCK_KEYS, *(_CALLOUT_OPTIONS if kind else ())}
    if not kind and name and not flavour.citations and flavour is not Flavour.MYST:
        hint = _known_directives(name, convert.directives)
        convert.report(UNKNOWN_DIRECTIVE, span, name=name, hint=hint)
        return blocks
    if not name and raw.keys() <= token_attributes(token).keys():
        convert.report(UNKNOWN_DIRECTIVE, span, name=name, hint="its name stands directly behind the colons")
        return blocks
    for key in raw:
        if key not in known:
            convert.report(UNKNOWN_OPTION, span, name=name or "div", key=key, hint=nearest(key, known))
    given = attributes(
        {key: value for key, value in raw.items() if key in known}, known, span, convert.report
    )
    others = tuple(
        one for one in (name, *given.classes) if (one and callout_kind(one) != kind) or (not kind and one)
    )
    heading = given.options.get("title", "")
    box = Box(
        DIV, blocks, _words(convert, title or heading, line, span),
        span=span, id=given.id, classes=others, lang=given.lang, translate=given.translate,
    )  # fmt: skip
    if not kind:
        return (box,)
    if convert.dialect.flavour.citations and not box.title and blocks and isinstance(blocks[0], Heading):
        box = replace(box, title=blocks[0].content, blocks=blocks[1:])  # as Quarto has it
    fold = {"true": "-", "false": "+"}.get(given.options.get("collapse", ""), "")
    return (callout(kind, box, fold),)


def _words(convert: Conversion, text: str, line: str, span: Span) -> tuple[Inline, ...]:
    """Return the title of a box, which stands in the `line` that opens it."""
    return convert.text(text, Span(span.path, span.line, line.find(text) + 1)) if text else ()


def _known_attributes(
    name: str, directive: Directive, given: Mapping[str, str], span: Span, report: Report
) -> Attributes:
    """Return the attributes of a directive that it knows; reports `directive.option` for the others."""
    allowed = {*directive.options, *BLOCK_KEYS}
    for key in given:
        if key not in allowed and key not in ("id", "class"):
            report(UNKNOWN_OPTION, span, name=name, key=key, hint=nearest(key, allowed))
    known = {key: value for key, value in given.items() if key in allowed or key in ("id", "class")}
    if _asks_for_translation(directive, given):
        del known["translate"]  # every block has translate=no
    return attributes(known, allowed, span, report)


def _asks_for_translation(directive: Directive, given: Mapping[str, str]) -> bool:
    """Whether a directive has the option `translate=yes`, which only some have."""
    return "translate" in directive.options and given.get("translate") == "yes"


def _current_name(written: str, token: Token, span: Span, source: PositionedSource, report: Report) -> str:
    """Return the current name of a directive whose head is at `span`; reports an old one (`spelling.old`)."""
    name = renamed.DIRECTIVES.get(written, written)
    if name != written:
        line = source.lines[token.map[0] if token.map else 0]
        column = line.find(written, line.find(token.markup) + len(token.markup)) + 1
        place = Span(span.path, span.line, column)
        fix = Fix(place, written, name)
        renamed.tell(report, place, f"{token.markup} {written}", f"{token.markup} {name}", fix)
    return name


def _known_directives(name: str, directives: Iterable[str]) -> str:
    """Return a hint that lists the directives, the most similar first; by meaning for names from other programs."""
    meant = _OTHER_NAMES.get(name.casefold(), name)
    near = sorted(
        directives, key=lambda directive: (-SequenceMatcher(None, meant, directive).ratio(), directive)
    )
    return Phrase("there are {near} and {last}", near=", ".join(near[:-1]), last=near[-1])


_OTHER_NAMES = {
    **dict.fromkeys(("box", "sidebar", "admonition", "callout"), "aside"),
    **dict.fromkeys(("image", "img"), "figure"),
    **dict.fromkeys(("csv-table", "list-table"), "table"),
    "timeline": "chronology",
    "quote": "pullquote",
    "motto": "epigraph",
    "newpage": "pagebreak",
}
"""What other programs call a directive, and the closest directive here."""


_CLOSER = re.compile(r"[ \t>]*(:{3,})[ \t]*")
_MYST = re.compile(r"\{([A-Za-z][\w:-]*)\}[ \t]*(.*)")
_TRAILING = re.compile(r"[ \t]*:{3,}\Z")
