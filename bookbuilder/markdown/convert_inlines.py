"""Converts the inline tokens of markdown-it to inline nodes with source positions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from markdown_it.token import Token
from msgspec import structs

from bookbuilder import renamed
from bookbuilder.diagnostics import Fix, Rule, Span
from bookbuilder.document import nodes
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.locales.segment_breaks import removes_line_break
from bookbuilder.markdown.attributes import (
    BROKEN,
    FACT_KEYS,
    LINK_KEYS,
    SPAN_KEYS,
    Attributes,
    attributes,
    braces,
    keys,
    token_attributes,
)
from bookbuilder.markdown.citation_syntax import cited_sources
from bookbuilder.markdown.conditions import has_condition, includes_token
from bookbuilder.markdown.convert_formula import inline_formula
from bookbuilder.markdown.convert_picture import address_scheme, picture
from bookbuilder.markdown.expression_place import picture_expression, written_expressions
from bookbuilder.markdown.fact_citation import fact_citation
from bookbuilder.markdown.file_anchor import file_anchor
from bookbuilder.markdown.foreign_syntax import FOREIGN, report_foreign
from bookbuilder.markdown.gaps import join_text, strip_end
from bookbuilder.markdown.html_blocks import RAW_HTML, html_picture, mark_node
from bookbuilder.markdown.html_inlines import pair_html
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.markdown.layout_attributes import LAYOUT
from bookbuilder.markdown.myst_roles import role_node
from bookbuilder.markdown.picture_setting import picture_setting
from bookbuilder.markdown.reference_form import reference_form
from bookbuilder.markdown.ruby import ruby
from bookbuilder.markdown.tally import short
from bookbuilder.markdown.token_pairs import closing_index
from bookbuilder.markdown.token_positions import position
from bookbuilder.markdown.wikilinks import wikilink
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

ISSUE = "issue"
"""The scheme of an address in another book of the series."""
SCHEME = Rule(
    "link.scheme",
    "the address {address} is not allowed in a link",
    "Links lead to http, https and mailto addresses, or with #id to a place in the book.",
)
LEFTOVER = Rule(
    "attribute.loose",
    "the braces {text} are not attached to anything",
    "Attributes stand directly behind a span, link, picture or code: [words]{…}. After emphasis put the words in"
    " brackets.",
)

TOO_DEEP = Rule(
    "text.deep",
    "these words have more than {limit} marks around them",
    "Emphasis in emphasis in emphasis is most likely a row of stars or brackets that were meant as signs: put a"
    " backslash before each.",
)

DEPTH = 16
"""Levels of nested marks that are accepted."""

LOOSE_BRACES = re.compile(
    r"(?:(?<!\{)\{[#.][A-Za-z]|\{[a-z]+=)"
    r"""(?:"[^"\n]*"|[^{}"\n])*(?:"[^{}"\n]*)?\}"""  # a value in quotation marks may hold braces
)
_STYLES = {
    "em": "emphasis", "strong": "strong", "s": "strike", "sub": "subscript", "sup": "superscript", "mark": "mark",
}  # fmt: skip


def inlines(
    tokens: Sequence[Token], locate: Callable[[int], Span], context: InlineContext
) -> tuple[nodes.Inline, ...]:
    """Return nodes for the children of an inline token; consecutive texts are joined."""
    report_foreign(tokens, context.place_or(locate), context)
    converted, _ = _run(pair_html(tokens), 0, "", locate, context)
    return converted


def _run(
    tokens: Sequence[Token], index: int, until: str, locate: Callable[[int], Span], context: InlineContext
) -> tuple[tuple[nodes.Inline, ...], int]:
    out: list[nodes.Inline] = []
    last = 0
    inner = replace(context, depth=context.depth + 1)
    gap = False
    while index < len(tokens):
        token = tokens[index]
        if token.type == until:
            return tuple(out), index
        last = position(token, last)
        span = locate(last)
        if token.nesting == 1 and context.depth == DEPTH:
            context.report(TOO_DEEP, span, limit=DEPTH)
            index = closing_index(tokens, index)
        elif token.nesting == 1:
            before_content = context.conditions.count, len(context.notes)
            content, index = _run(tokens, index + 1, token.type.replace("_open", "_close"), locate, inner)
            _report_old_keys(token, int(tokens[index].meta.get("end", 0)), span, locate, context)
            conditional = has_condition(token)
            included = includes_token(token, context.dialect, span, context.report)
            expressions = written_expressions(token, int(tokens[index].meta.get("end", 0)), locate, context)
            container = _container(token, content, span, context, expressions)
            if not included or (not content and context.conditions.count > before_content[0]):
                context.leave_out((container,), before_content[1])
                gap = True
            elif conditional and token.type == "span_open" and not token_attributes(token):
                out += content
            else:
                out.append(container)
                out += fact_citation(token, span, context)
        else:
            closed = token.type == "softbreak" and removes_line_break(*_around(tokens, index))
            included = includes_token(token, context.dialect, span, context.report)
            node = (
                inline_formula(token, span, last, context.place_or(locate), context.report)
                if token.type == "formula"
                else _image(token, span, last, locate, context)
                if token.type == "image"
                else _leaf(token, span, context, closed=closed)
            )
            if node is not None and not included:
                context.leave_out((node,), len(context.notes))
                node, gap = None, True
            if token.type == "text":
                _report_loose_braces(token.content, span, context)
            before = out[-1] if out else None
            if gap and isinstance(node, nodes.Text):
                join_text(out, node, first=not context.depth)
            elif isinstance(node, nodes.Text) and isinstance(before, nodes.Text):
                out[-1] = nodes.Text(before.text + node.text, span=before.span)
            elif node is not None:
                out.append(node)
        index += 1
    if gap and not context.depth:
        strip_end(out)
    return tuple(out), index


def _report_loose_braces(text: str, span: Span, context: InlineContext) -> None:
    """Report braces that were left as text; those behind a backslash are another token and pass."""
    for match in LOOSE_BRACES.finditer(text):
        rule = BROKEN if match.start() and text[match.start() - 1] == "]" else LEFTOVER
        place = Span(span.path, span.line, span.column + match.start())
        context.report(rule, place, hint=_quotes_hint(match[0]) if rule is BROKEN else "", text=match[0])


def _quotes_hint(braces: str) -> str:
    """Return a hint for the first value in braces that needs quotes for its letters; empty if none does."""
    found = next((one for one in _BARE_VALUE.finditer(braces) if not one[2].isascii()), None)
    return Phrase('write {key}="{text}"', key=found[1], text=found[2]) if found else ""


_BARE_VALUE = re.compile(r"(?<![^\s{])([a-z]+)=([^\s\"'{}=]+)(?=[\s}])")


def _around(tokens: Sequence[Token], index: int) -> tuple[str, str]:
    """Return the characters before and after a token; note calls and marks of emphasis do not count."""
    near = DEPTH + 2  # as many marks may end or begin there
    before = (tokens[i] for i in range(index - 1, max(index - near, -1), -1))
    behind = (tokens[i] for i in range(index + 1, min(index + near, len(tokens))))
    return (
        next((t.content[-1] for t in before if t.content and t.type != "html_inline"), ""),
        next((t.content[0] for t in behind if t.content and t.type != "html_inline"), ""),
    )


def _leaf(token: Token, span: Span, context: InlineContext, *, closed: bool) -> nodes.Inline | None:
    match token.type:
        case "text" | "text_special":
            return nodes.Text(token.content, span=span) if token.content else None
        case "softbreak":
            return None if closed else nodes.Text(" ", span=span)
        case "hardbreak":
            return nodes.Break(span=span)
        case "code_inline":
            token_options = attributes(token_attributes(token), {"lang"}, span, context.report)
            return nodes.CodeText(token.content, span=span, **token_options.node())
        case "footnote_ref":
            return nodes.NoteRef(str(token.meta["label"]), span=span)
        case "html_inline":
            return _html(token, span, context)
        case "html_ended" | "comment":
            return None
        case "wikilink":
            return wikilink(token, span, context)
        case "role":
            return role_node(token, span, context)
        case "citation" | "reference" | "inline_note":
            return _scholarly(token, span, context)
        case _:
            raise ValueError(f"no node for the token {token.type}")


def _container(
    token: Token,
    content: tuple[nodes.Inline, ...],
    span: Span,
    context: InlineContext,
    expressions: Mapping[str, nodes.WrittenExpression],
) -> nodes.Inline:
    name = token.type.removesuffix("_open")
    if name in _STYLES:
        return nodes.Styled(_STYLES[name], content, span=span)
    if name == "html":
        return mark_node(token.meta["tag"], content, span)
    if name == "link":
        return _link(token, content, span, context)
    raw = token_attributes(token)
    raw = {renamed.MARKS[key]: raw[key] for key in renamed.MARKS.keys() & raw.keys()} | {
        key: value for key, value in raw.items() if key not in renamed.MARKS
    }
    span_attributes = attributes(
        raw, SPAN_KEYS if "name" in raw else SPAN_KEYS - {"sub"}, span, context.report
    )
    if "ruby" in span_attributes.options:
        content = ruby(content, span_attributes.options["ruby"], span, context.report)
    return _span(span_attributes, content, span, expressions)


def _report_old_keys(
    token: Token, end: int, span: Span, locate: Callable[[int], Span], context: InlineContext
) -> None:
    """Report old keys in the braces of marked words, each at its position; the first braces end at offset `end`."""
    old = renamed.MARKS.keys() & token_attributes(token).keys() if token.type == "span_open" else ()
    if not old:
        return
    # No brace stands inside a value, so the last bracket with one ends the words.
    start, stop = next(braces(context.text, max(context.text.rfind("]{", 0, end), 0)), (0, 0))
    for offset, key in keys(context.text, start, stop):
        if key in old:
            new, place = renamed.MARKS[key], (context.place or locate)(offset)
            fix = Fix(place, key, new) if place and new not in token.attrs else None
            renamed.tell(context.report, place or span, f"{key}=", f"{new}=", fix)


def _span(
    span_attributes: Attributes,
    content: tuple[nodes.Inline, ...],
    span: Span,
    expressions: Mapping[str, nodes.WrittenExpression],
) -> nodes.Inline:
    """Return the node for `[words]{…}`; names, index marks and classes may stand beside a fact and wrap it."""
    node: nodes.Inline | None = None
    facts = {key: value for key, value in span_attributes.options.items() if key in FACT_KEYS}
    name, anchor = span_attributes.options.get("name"), span_attributes.id
    form = facts.pop("form", "") if name is not None else ""
    if facts:
        computed = expressions.get("computed")
        facts |= {"computed": computed.text} if computed else {}
        node = nodes.Fact(facts, content, computed.span if computed else None, span=span)
        content = (node,)
    if "claim" in span_attributes.options:
        written = nodes.WrittenExpression(span_attributes.options["claim"], span)
        node = nodes.Claim(expressions.get("claim", written), content, span=span)
        content = (node,)
    if name is not None:
        node = nodes.NameUse(
            name, form, span_attributes.options.get("sub", ""), content, span=span, id=anchor
        )
        content, anchor = (node,), ""
    if "index" in span_attributes.options:
        entry, _, sub = span_attributes.options["index"].partition("!")
        index = span_attributes.options.get("of", "")
        node = nodes.IndexMark(entry.strip(), index, content, sub.strip(), span=span, id=anchor)
        content, anchor = (node,), ""
    if "term" in span_attributes.options:
        node = nodes.IndexMark(span_attributes.options["term"], nodes.TERMS, content, span=span, id=anchor)
        content, anchor = (node,), ""
    if node is None and len(content) == 1 and isinstance(content[0], nodes.Ruby):
        node = content[0]
    if node is not None and not (
        span_attributes.classes or span_attributes.lang or anchor or not span_attributes.translate
    ):
        return node
    margin = MARGIN in span_attributes.classes
    return nodes.Styled(
        MARGIN if margin else "span",
        content,
        span=span,
        id=anchor,
        classes=tuple(name for name in span_attributes.classes if name != MARGIN),
        lang=span_attributes.lang,
        translate=span_attributes.translate,
    )


def _link(
    token: Token, content: tuple[nodes.Inline, ...], span: Span, context: InlineContext
) -> nodes.Inline:
    address = str(token.attrs.get("href", ""))
    scheme = address_scheme(address)
    keys = LINK_KEYS - {"ref"} if scheme == ISSUE else LINK_KEYS
    link_attributes = attributes(token_attributes(token), keys, span, context.report, parser_keys=("href",))
    if scheme == ISSUE:
        issue, _, anchor = unquote(address).partition(":")[2].partition("#")
        if not issue:
            context.report(SCHEME, span, address=address, hint="write its folder: issue:2022-03#anchor")
            return nodes.Styled("span", content, span=span)
        return nodes.Reference(anchor, content, issue=issue, span=span, **link_attributes.node())
    if scheme is None:
        path, _, anchor = unquote(address).partition("#")
        path = _chapter_path(path, context.dialect.flavour)
        chapter = posixpath.basename(path).removesuffix(".md")
        target = anchor or chapter
        if not target or (path and not path.endswith(".md")):
            hint = "write it in the round brackets"
            if address.startswith("/") or "." in address.partition("/")[0].strip("."):
                hint = "write the whole address, with https://"
            elif address:
                hint = (
                    "a chapter is called by its file, 08-name.md, or by its anchor, #08-name;"
                    " what is not of this book by the whole address, with https://"
                )
            context.report(SCHEME, span, address=address or "without a word", hint=hint)
            return nodes.Styled("span", content, span=span)
        form = reference_form(link_attributes.options.get("ref", "text"), span, context.report)
        return nodes.Reference(target, content, form, chapter=chapter, span=span, **link_attributes.node())
    if scheme not in ("http", "https", "mailto"):
        context.report(SCHEME, span, address=address)
        return nodes.Styled("span", content, span=span)
    title = str(token.attrs.get("title", ""))
    return nodes.Link(
        address, content or (nodes.Text(address, span=span),), title, span=span, **link_attributes.node()
    )


def _scholarly(token: Token, span: Span, context: InlineContext) -> nodes.Inline:
    """Return a citation, a cross-reference of Quarto, or the call of a note that is written where it is called. A citation
    in a book without sources is printed as it stands, and counted."""
    if token.type == "reference":
        return nodes.Reference(token.info, (), span=span)
    if token.type == "citation":
        sources = cited_sources(token.content) if context.dialect.cites else ()
        if sources:
            return nodes.Citation(sources, token.content, span=span)
        hint = (
            "write `[@key]`, or `[see @one, p. 12; @two]`; a sign that is meant as such has a backslash: \\@"
        )
        if not context.dialect.cites:
            hint = "add sources.bib, sources.json or sources.toml to the book"
        context.tally.add(FOREIGN, span, short(token.content), what=Phrase("a citation of pandoc"), hint=hint)
        return nodes.Styled("citation", (nodes.Text(token.content, span=span),), span=span)
    label = f"inline-{len(context.notes) + 1}"
    inner = replace(context, text=token.content, place=None)
    content = inlines(token.children or (), lambda offset: _behind(span, offset + 2), inner)
    context.notes.append(nodes.Note(label, (nodes.Paragraph(content, span=span),), span=span))
    return nodes.NoteRef(label, span=span)


def _behind(span: Span, offset: int) -> Span:
    """Return the position some characters behind another one in its line."""
    return Span(span.path, span.line, span.column + offset)


_SUFFIXES = {
    Flavour.MDBOOK: (".html",),
    Flavour.QUARTO: (".qmd", ".html", ".ipynb"),
    Flavour.MYST: (".ipynb",),
}
"""How the files of chapters end in links of other programs, beside .md."""


def _chapter_path(path: str, flavour: Flavour) -> str:
    """Return the path of a link with the suffix of a chapter where a flavour writes another one; Obsidian's names may hold
    spaces, which ours do not."""
    folder, name = posixpath.split(path)
    for suffix in _SUFFIXES.get(flavour, ()):
        if name.endswith(suffix) and not folder.startswith(".."):
            return posixpath.join(folder, name.removesuffix(suffix) + ".md")
    if flavour is Flavour.OBSIDIAN and name.endswith(".md"):
        return posixpath.join(folder, file_anchor(name.removesuffix(".md")) + ".md")
    return path


def _html(token: Token, span: Span, context: InlineContext) -> nodes.Inline | None:
    """Return the node of a tag without content; counts all that are no elements of ours (`html.raw`)."""
    tag = token.meta.get("tag")
    if tag is not None and not tag.closes and tag.name == "br":
        return nodes.Break(span=span)
    if tag is not None and not tag.closes and tag.name == "img":
        return html_picture(tag, span, context)
    if not token.content.startswith("<!--"):
        context.tally.add(RAW_HTML, span, short(token.content))
    return None


def _image(
    token: Token, span: Span, start: int, locate: Callable[[int], Span], context: InlineContext
) -> nodes.Image:
    image_attributes = attributes(
        token_attributes(token), {"lang", "title", "claim"}, span, context.report, parser_keys=("src", "alt")
    )
    source, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
    if left_out := token.meta.get("layout"):
        context.tally.add(LAYOUT, span, str(left_out))
    alt = str(token.meta.get("alt", "")) or _words(token.children or ())
    made = picture(source, alt, title, span, image_attributes.node(), context)
    if claim := image_attributes.options.get("claim"):
        made = structs.replace(made, claim=picture_expression(claim, start, span, locate, context))
    options = token.meta.get("setting")
    return (
        structs.replace(made, setting=picture_setting(options, {}, span, context.report)) if options else made
    )


def _words(tokens: Sequence[Token]) -> str:
    """Return the text of tokens without markup, for the alternative text."""
    parts = []
    for index, token in enumerate(tokens):
        if token.type == "softbreak" and removes_line_break(*_around(tokens, index)):
            continue
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.children:
            parts.append(_words(token.children))
        elif token.type in ("text", "text_special", "code_inline", "formula"):
            parts.append(token.content)
    return "".join(parts)
