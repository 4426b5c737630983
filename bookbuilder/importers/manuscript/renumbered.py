"""Makes references of word processors that print a number ask the book for it: `Figure 3`, `page 12`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.transform import map_references, map_texts

PAGE = Rule(
    "import.page",
    "{count} references to a page print the number that it had in the manuscript",
    "A book has other pages. Where the word for page stands before the number, the book prints its own; look at the others:"
    " [page 12](#anchor){ref=page}.",
    Severity.WARNING,
)
_PAGE_WORD = re.compile(
    r"(?:\b(?:Seiten?|pages?|página|pagina|sida|side|strona|stránka|страница)"
    r"|\b(?:S|p|pp|pág|pag|blz|str|стр|с)\.)[ \u00a0]\Z",
    re.IGNORECASE,
)
_LOOKED_AT = 20
"""Characters before a number in which the word for page stands."""


def renumbered(
    blocks: tuple[nodes.Block, ...], labels: Mapping[str, str], report: Report, path: str
) -> tuple[nodes.Block, ...]:
    """Return blocks in which references that print a label of `labels` (by anchor) get that of the book, and those that
    print `page 12` its page. Reports `import.page` for numbers of pages without the word."""
    left = 0

    def label(node: nodes.Reference) -> nodes.Reference:
        same = node.target in labels and nodes.plain_text(node.content).strip() == labels[node.target]
        return replace(node, form="name") if same and node.form == "text" else node

    def pages(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        nonlocal left
        out: list[nodes.Inline] = []
        for node in content:
            before = out[-1] if out else None
            if not isinstance(node, nodes.Reference) or node.form != "page":
                out.append(node)
            elif isinstance(before, nodes.Text) and (match := _PAGE_WORD.search(before.text[-_LOOKED_AT:])):
                out[-1] = nodes.Text(before.text[: -len(match[0])])
                out.append(replace(node, content=(nodes.Text(match[0]), *node.content)))
            else:
                left += 1
                out.append(replace(node, form="text"))
        return tuple(out)

    changed = map_texts(map_references(blocks, label), pages)
    if left:
        report(PAGE, Span(path), count=left, hint="search for them in the chapters")
    return changed
