"""Renders code as XHTML; code with a caption is a listing with a number."""

from __future__ import annotations

from markupsafe import Markup
from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.html.caption import caption, numbered_label
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.coloured_code import coloured

EMPTY = Markup("")


def code(node: nodes.Code, r: Renderer) -> Markup:
    """Return the markup of code, below its caption if it has one."""
    if not node.caption:
        return _block(node, r)
    label = numbered_label(node, r)
    # Print tags `figure` as a picture, which wants words for those who cannot see it; code has its own.
    outer, head = ("div", "div") if r.medium.footnotes else ("figure", "figcaption")
    bare = replace(node, caption=(), id="", classes=(), lang="", translate=True)
    kind = Markup(' class="caption"') if r.medium.footnotes else EMPTY
    words = element(head, kind, caption(label, node.caption, r))
    return element(outer, r.attributes(node, "listing"), words + "\n" + _block(bare, r))


def _block(node: nodes.Code, r: Renderer) -> Markup:
    kind = Markup(' class="language-{}"').format(node.language) if node.language else EMPTY
    inner = element("code", kind, coloured(node.text, node.language))
    attributes = r.attributes(node, tabindex="0" if r.medium.web else "", **r.source(node))
    return element("pre", r.forward + attributes, inner)
