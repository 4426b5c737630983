"""Renders code as XHTML; code with a caption is a listing with a number."""

from __future__ import annotations

from markupsafe import Markup
from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.code_rows import code_rows, hang, has_rows
from bookbuilder.document.text_sources import MARK
from bookbuilder.html.caption import caption, numbered_label
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.coloured_code import coloured, coloured_rows

EMPTY = Markup("")
BREAK = Markup("<wbr/>")
"""Where print may end a line of code: WeasyPrint breaks what has no room inside one text alone."""


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
    node, around = _without_marks(node)
    by_rows = has_rows(node) and not r.no_footnotes  # inside a note of print there are no blocks
    kinds = [f"language-{node.language}" if node.language else "", "rows" if by_rows else ""]
    names = " ".join(filter(None, kinds))
    content = _rows(node, around, r) if by_rows else coloured(node.text, node.language, around)
    inner = element("code", Markup(' class="{}"').format(names) if names else EMPTY, content)
    focus = "0" if r.medium.web and not by_rows else ""  # it may have to be scrolled
    attributes = r.attributes(node, *_kinds(node, by_rows), tabindex=focus, **_labels(r), **r.source(node))
    return element("pre", r.forward + attributes, inner)


def _labels(r: Renderer) -> dict[str, str]:
    """Return the words of the button that a script of the web edition puts above code."""
    if not r.medium.web:
        return {}
    return {
        # Translators: a button above the code of a program
        "data_copy": r.say("Copy code"),
        # Translators: what it says when it is done
        "data_copied": r.say("Copied"),
    }


def _without_marks(node: nodes.Code) -> tuple[nodes.Code, tuple[str, str]]:
    """Return code without the marks of its source, and these."""
    text = MARK.sub("", node.text)
    if len(text) == len(node.text):
        return node, ("", "")
    before, _, behind = node.text.partition(text) if text else (node.text, "", "")
    return replace(node, text=text), (before, behind)


def _kinds(node: nodes.Code, by_rows: bool) -> tuple[str, ...]:
    """Return the classes of code with numbers, which need room for so many digits, and of code with marks."""
    if not by_rows:
        return ()
    digits = len(str(node.first_line + len(code_rows(node)) - 1))
    numbers = ("numbered", f"digits-{digits}") if node.first_line else ()
    return (*numbers, "marked") if node.marks else numbers


def _rows(node: nodes.Code, around: tuple[str, str], r: Renderer) -> Markup:
    """Return the rows of code. The style sheet draws the numbers, so that they are neither found nor copied with it."""
    result = []
    coloured_code = coloured_rows(node.text, node.language, around, BREAK if r.medium.footnotes else EMPTY)
    for at, ((line, marked), words) in enumerate(zip(code_rows(node), coloured_code, strict=True)):
        name, indent = ("mark" if marked else "span"), hang(line)
        kinds = " ".join(filter(None, ("row", f"hang-{indent}" if indent else "")))
        attributes = Markup(' class="{}"').format(kinds)
        if node.first_line:
            attributes += Markup(' data-number="{}"').format(r.figures(node.first_line + at))
        if r.medium.footnotes:
            words = words or Markup("<br/>")
        result.append(element(name, attributes, words))
    between = EMPTY if r.medium.footnotes else Markup("\n")
    return between.join(result) + between
