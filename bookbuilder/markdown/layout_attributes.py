"""Takes sizes and places out of attributes, in the flavours whose programs know them: here these are the theme's."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.attrs.parse import ParseError, parse

from bookbuilder.diagnostics import Rule, Severity

LAYOUT = Rule(
    "attribute.layout",
    "sizes and places are those of the theme, so this has no effect: {text}",
    "Attributes such as width=50% or fig-align=center come from programs that make one web page or one PDF. A book has many"
    " editions, and its theme decides how large a picture is and where it stands.",
    Severity.NOTICE,
)
_KEY = (
    r"width|height|scale|align|alt|fig-align|fig-alt|fig-pos|fig-env|fig-scap|layout|layout-ncol|layout-nrow|layout-align"
    r"|tbl-colwidths|tbl-cap-location|fig-cap-location|filename|code-line-numbers|code-fold|startFrom|figwidth|lightbox|group"
)
_OPTION = re.compile(rf"(?<=[\s{{])(?:{_KEY})=(?:\"[^\"{{}}]*\"|'[^'{{}}]*'|[^\s{{}}\"']+)")
_BRACES = re.compile(r"\{[^{}\n]*\}")
_ALT = re.compile(r"\b(?:fig-)?alt=(?:\"([^\"]*)\"|'([^']*)')")


def layout_attributes(md: MarkdownIt) -> None:
    """Add the rule to a parser: it reads braces behind a picture that hold such keys. What it leaves out is in the picture's
    `meta["layout"]`, another alternative text (`alt`, `fig-alt`) in `meta["alt"]`."""
    md.inline.ruler.before("attr", "layout_braces", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    match = _BRACES.match(state.src, state.pos, state.posMax) if token.type == "image" else None
    if match is None or not _OPTION.search(match[0]):
        return False
    rest, left_out = without_layout(match[0])
    try:
        _, attributes = parse(rest)
    except ParseError:
        return False
    if alt := _ALT.search(match[0]):
        token.meta["alt"] = alt[1] or alt[2] or ""
    token.attrs.update(attributes)
    token.meta["layout"], token.meta["end"] = left_out, match.end()
    state.pos = match.end()
    return True


def without_layout(braces: str) -> tuple[str, str]:
    """Return braces without the keys of sizes and places, and these; an alternative text is no loss, since it is read.

    >>> without_layout("{#a width=50% .b fig-align=center}")
    ('{#a  .b }', 'width=50% fig-align=center')
    """
    left_out = [
        match[0] for match in _OPTION.finditer(braces) if not match[0].startswith(("alt=", "fig-alt="))
    ]
    return _OPTION.sub("", braces), " ".join(left_out)


def div_without_layout(text: str) -> tuple[str, str]:
    """Return the text behind the colons of a div without layout keys, and these keys."""
    start = text.rfind("{")
    if start < 0:
        return text, ""
    braces, left_out = without_layout(text[start:])
    return text[:start] + braces, left_out
