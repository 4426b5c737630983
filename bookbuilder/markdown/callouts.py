"""Makes callouts, boxes that say what they are (note, tip, important, warning, caution), from the ways to write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Box
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_list import without_beginning

KIND = "callout"
"""The kind of their box; its first class is one of `KINDS`."""
KINDS = ("note", "tip", "important", "warning", "caution")
_NAMES = {
    **{name: name for name in KINDS},
    **dict.fromkeys(("info", "seealso"), "note"),
    "hint": "tip",
    "attention": "warning",
    **dict.fromkeys(("danger", "error"), "caution"),
}
_HEAD = re.compile(r"\[!([A-Za-z][\w-]*)\]([-+]?)[ \t]*")
FOLDED, UNFOLDED = "folded", "unfolded"
"""Classes of a callout that a reader can open, and close."""


def callout_kind(name: str) -> str:
    """Return the kind of callout that a program calls `name` (`.callout-tip`, `danger`, …); empty if it is none."""
    return _NAMES.get(name.casefold().removeprefix("callout-"), "")


def callout(kind: str, box: Box, fold: str = "") -> Box:
    """Return a box as a callout; `fold` is `-` for one that is closed at first and `+` for one that can be closed."""
    more = {"-": (FOLDED,), "+": (UNFOLDED,)}.get(fold, ())
    element = "details" if more else "aside"
    return replace(box, kind=KIND, element=element, classes=(kind, *box.classes, *more))


def named_box(name: str, box: Box) -> Box | None:
    """Return a box as that which MyST calls `name`: a callout, an aside, or one that opens and closes; None for others."""
    if kind := callout_kind(name):
        return callout(kind, box)
    if name in ("aside", "margin", "sidebar", "topic"):
        return replace(box, kind="aside", element="aside")
    return replace(box, kind="details", element="details") if name == "dropdown" else None


def quoted_callout(convert: Conversion, token: Token, inner: Sequence[Token], span: Span) -> Box | None:
    """Return the callout for a quotation that begins with `> [!NOTE] Title`; None for any other.

    Kinds that we have no words for become notes, with the word as title.
    """
    if not convert.dialect.flavour.extended or len(inner) < 3 or inner[1].type != "inline":
        return None
    line, children = inner[1], inner[1].children or []
    head = _HEAD.match(line.content)
    if (
        head is None
        or not children
        or children[0].type != "text"
        or not children[0].content.startswith(head[0].rstrip())
    ):
        return None
    end, depth = len(children), 0
    for index, child in enumerate(children):
        depth += child.nesting
        if child.type.endswith("break") and depth == 0:
            end = index
            break
    title = [without_beginning(children[0], min(head.end(), len(children[0].content))), *children[1:end]]
    kind = callout_kind(head[1])
    heading = convert.inline(line, title)
    if not kind and not heading:
        word = children[0].copy(content=head[1], meta={**children[0].meta, "pos": 2})
        heading = convert.inline(line, [word])
    rest = (
        [inner[0], line.copy(children=children[end + 1 :]), *inner[2:]]
        if end + 1 < len(children)
        else inner[3:]
    )
    own = convert.own(token, span)
    box = Box(KIND, convert.blocks(rest), heading, span=span, **own)
    return callout(kind or "note", box, head[2])
