"""`::: contents {of=figures}`: a list of what the book counts, with captions and pages."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext, NumberedPlace
from bookbuilder.document.numbered_kinds import FIGURE, FORMULA, LISTING, TABLE, caption_label
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.phrases import Phrase

UNKNOWN = Rule(
    "contents.of",
    "there is no list of {what!r}",
    "`::: contents {of=figures}` lists what the book counts: figures, tables, listings (code with a caption) or formulas."
    " The table of contents itself needs no directive.",
)
EMPTY = Rule(
    "contents.empty",
    "the book has no {what} that could be listed",
    "Figures of the directive `figure`, tables with a caption, code with a caption and displayed formulas with an anchor"
    " have numbers, and are listed.",
)
KINDS = {"figures": FIGURE, "tables": TABLE, "listings": LISTING, "formulas": FORMULA}
BOX = "numbered-list"
"""The kind of the box, for style sheets."""
_ENDS = (".", "!", "?", "…", ":", "\u3002", "\uff01", "\uff1f", "\u061f", "\u06d4", "\u0964")
"""What ends the title of a caption: also in Chinese and Japanese, Arabic, Urdu and Hindi."""


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the place for the list. Reports `contents.of`."""
    what = call.options.get("of", "")
    if what not in KINDS:
        hint = nearest(what, KINDS) or Phrase(
            "write {{of={kind}}}: there are {kinds}", kind=next(iter(KINDS)), kinds=", ".join(KINDS)
        )
        report(UNKNOWN, call.places.get("of", call.span), what=what, hint=hint)
        return call.blocks
    return call.pending()


def expand(pending: nodes.Pending, book: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the list: a line for each figure, say, with what stands at the head of its caption, the caption and the page.
    Reports `contents.empty`."""
    what = pending.options["of"]
    listed = [place for place in book.numbered if place.kind == KINDS[what]]
    if not listed:
        if not book.incomplete:
            report(EMPTY, pending.span, what=what)
        return pending.blocks
    items = tuple(_item(place, book.locale, pending.span) for place in listed)
    blocks: list[nodes.Block] = [nodes.List(ordered=True, items=items, span=pending.span)]
    if pending.title:
        blocks.insert(
            0, nodes.Heading(2, pending.title, span=pending.span, id=pending.id or f"list-of-{what}")
        )
    box = nodes.Box(
        BOX, (*pending.blocks, *blocks), span=pending.span, classes=(what, *pending.classes),
        id="" if pending.title else pending.id, element="nav",
    )  # fmt: skip
    return (box,)


def _item(place: NumberedPlace, locale: Locale, span: Span) -> nodes.Item:
    number = place.target.number if place.kind == FORMULA else place.number
    label = locale.typography(caption_label(place.kind, number, locale))
    words: tuple[nodes.Inline, ...] = (
        nodes.Styled("span", (nodes.Text(label, span=span),), span=span, classes=("label",)),
    )
    if place.caption:
        words = (*words, nodes.Text(" ", span=span), *_title(place.caption))
    anchor = place.target.anchor
    page = nodes.Reference(
        anchor, (nodes.Text(place.target.name, span=span),), nodes.RefForm.FOLIO, span=span
    )
    line = (
        nodes.Styled("span", (nodes.Reference(anchor, words, span=span),), span=span, classes=("entry",)),
        page,
    )
    return nodes.Item((nodes.Paragraph(line, span=span),), span=span)


_SENTENCES = re.compile("[.!?](?= )|[\u3002！？](?=.)")
"""What ends a sentence that another one follows."""


def _title(caption: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    """Return the title of a caption, a sentence in italics or bold with which it begins, or else all of it; without the
    point of a single sentence."""
    first = caption[0]
    if not isinstance(first, nodes.Styled) or first.kind not in ("emphasis", "strong"):
        return caption if _SENTENCES.search(plain(caption)) else _without_point(caption)
    last = first.content[-1]
    return _without_point(first.content) if _text(last).endswith(_ENDS) else caption


def _without_point(sentence: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    *before, last = sentence
    text = _text(last).removesuffix(".").removesuffix("\u3002")
    if text == _text(last):
        return sentence
    return (*before, nodes.Text(text, span=last.span)) if text else tuple(before) or sentence


def _text(node: nodes.Inline) -> str:
    return node.text if isinstance(node, nodes.Text) else ""


DIRECTIVE = Directive(
    "contents",
    "A list of the figures, the tables, the listings or the formulas of the book.",
    run,
    {"of": "what it lists: `figures`, `tables`, `listings` or `formulas`"},
    title=True,
    expand=expand,
)
