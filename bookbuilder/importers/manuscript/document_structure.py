"""Finds the structure that a manuscript does not mark: its language, and headings that are set in bold type only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.split_chapters import title_in_headings
from bookbuilder.importers.manuscript.transform import map_texts
from bookbuilder.importers.manuscript.typed_numbers import is_label, joined_labels
from bookbuilder.locales.calendar import parse_iso_date

TYPED = Rule(
    "import.typed",
    "no paragraph has the style of a heading; {count} short ones in bold type were taken for headings",
    "Chapters begin at headings. If these are none, give the right paragraphs the style Heading 1 and import again.",
    Severity.WARNING,
)
SHORT = 100
"""Characters of a paragraph in bold type that is a heading."""


def main_language(letters: Counter[str], default: str, stated: str) -> str:
    """Return the language of a manuscript: that of most of its letters. `letters` counts them by tag; those without a tag
    are in the language that is `stated` in the metadata, or else in the `default` of the styles, which may be that of a
    template."""
    counts: Counter[str] = Counter()
    for tag, count in letters.items():
        counts[tag or stated or default] += count
    return max(sorted(counts), key=lambda tag: counts[tag], default="") or stated or default


def in_language_of_book(blocks: Sequence[nodes.Block], language: str) -> tuple[nodes.Block, ...]:
    """Drop `lang` marks equal to the book's language; if a foreign one covers a whole paragraph, move it to the
    paragraph."""
    primary = language.partition("-")[0].lower()

    def inlines(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        out: list[nodes.Inline] = []
        for node in content:
            match node:
                case nodes.Styled(kind="span") if node.lang.partition("-")[0].lower() == primary:
                    out += inlines(node.content)
                case nodes.Styled() | nodes.Link() | nodes.Reference():
                    out.append(replace(node, content=inlines(node.content)))
                case _:
                    out.append(node)
        return _joined(out)

    def whole(block: nodes.Block) -> nodes.Block:
        if isinstance(block, nodes.Paragraph) and len(block.content) == 1:
            only = block.content[0]
            if isinstance(only, nodes.Styled) and only.kind == "span":
                return replace(block, content=only.content, lang=only.lang)
        return block

    return tuple(map(whole, map_texts(blocks, inlines)))


def _joined(content: Sequence[nodes.Inline]) -> tuple[nodes.Inline, ...]:
    """Return inlines with neighbouring texts joined, and neighbours of one style."""
    out: list[nodes.Inline] = []
    for node in content:
        before = out[-1] if out else None
        if isinstance(node, nodes.Text) and isinstance(before, nodes.Text):
            out[-1] = nodes.Text(before.text + node.text)
        elif (
            isinstance(node, nodes.Styled)
            and isinstance(before, nodes.Styled)
            and (node.kind, node.lang) == (before.kind, before.lang)
        ):
            out[-1] = replace(before, content=_joined((*before.content, *node.content)))
        else:
            out.append(node)
    return tuple(out)


def with_typed_headings(blocks: Sequence[nodes.Block], report: Report) -> tuple[nodes.Block, ...]:
    """Return blocks in which short paragraphs in bold type are headings, if there is no other heading. Reports
    `import.typed`."""
    if any(isinstance(block, nodes.Heading) for block in blocks):
        return joined_labels(blocks)
    found = [
        index
        for index, (block, behind) in enumerate(pairwise(blocks))
        if isinstance(block, nodes.Paragraph)
        and (
            _is_label(block)
            or (
                _bold(block)
                and (_is_label(behind) or not (isinstance(behind, nodes.Paragraph) and _bold(behind)))
            )
        )
    ]
    if len(found) < 2:
        return tuple(blocks)
    labels = [index for index in found if _is_label(blocks[index])]
    titled = {index for label in labels for index in (label, label + 1)}
    title = found[0] if len(labels) > 1 and found[0] not in titled else -1
    out = list(blocks)
    for index in found:
        block = out[index]
        if isinstance(block, nodes.Paragraph):
            level = 1 if index == title or title < 0 else 2
            out[index] = nodes.Heading(level, _without_bold(block.content), block.span)
    report(TYPED, out[found[0]].span, count=len(found) - len(titled & set(found)) + len(labels), hint=_HINT)
    return joined_labels(out)


def with_title(
    title: str, metadata: nodes.Metadata, blocks: Sequence[nodes.Block]
) -> tuple[nodes.Metadata, tuple[nodes.Block, ...]]:
    """Return metadata with the title of a book, and the blocks without its title page. The title is the paragraph in
    the style `title`, else the first heading if it is above all others, with the lines below it; else the one in the
    metadata."""
    if title:
        return replace(metadata, title=title), tuple(blocks)
    heading, rest = title_in_headings(blocks)
    words = nodes.plain_text(heading).strip()
    if not words:
        return metadata, tuple(blocks)
    subtitle, author, rest = _title_page(rest)
    authors = (author,) if author else metadata.authors
    return replace(metadata, title=words, subtitle=subtitle or metadata.subtitle, authors=authors), rest


def states_day(text: str, known: str) -> bool:
    """Whether a line says a day as `2024-03-01`, or in words the one that is `known` from the file (year-month-day …).

    >>> states_day("1. März 2024", "2024-03-01T10:00:00Z"), states_day("im Jahr 2024", "2023-01-01")
    (True, False)
    """
    if parse_iso_date(text):
        return True
    day = parse_iso_date(known[:10])
    numbers = {int(digits) for digits in re.findall(r"[0-9]{1,4}", text)}
    return day is not None and day.year in numbers and numbers <= {day.year, day.month, day.day}


def _title_page(blocks: Sequence[nodes.Block]) -> tuple[str, str, tuple[nodes.Block, ...]]:
    """Return the subtitle and the author of a title page that was typed below the title, and the blocks without it: the
    first paragraphs, if one of them is short and says `von Anna Beispiel`."""
    lines: list[str] = []
    for index, block in enumerate(blocks[:TITLE_LINES]):
        text = nodes.plain_text(block.content).strip() if isinstance(block, nodes.Paragraph) else ""
        if not text or len(text) > SHORT or text.endswith((".", ",", ";", ":", "…")):
            break
        if match := _AUTHOR.fullmatch(text):
            return " ".join(lines), match[1], tuple(blocks[index + 1 :])
        lines.append(text)
    return "", "", tuple(blocks)


_AUTHOR = re.compile(
    r"(?:[Vv]on|[Bb]y|[Dd]e|[Pp]ar|[Dd]i|[Dd]oor|[Aa]v|[Aa]f)\s+([^\W\d_a-zäöüß][^\d\n]{2,60})"
)
TITLE_LINES = 4
"""Paragraphs of a title page, with the author."""
_HINT = "use the styles for headings"


def _is_label(block: nodes.Block) -> bool:
    return isinstance(block, nodes.Paragraph) and is_label(nodes.plain_text(block.content))


def _bold(block: nodes.Paragraph) -> bool:
    """Whether a paragraph is short, in bold type as a whole, and no sentence."""
    text = nodes.plain_text(block.content).strip()
    words = [node for node in block.content if not isinstance(node, nodes.Anchor | nodes.ProofMark)]
    bold = bool(words) and all(
        (isinstance(node, nodes.Styled) and node.kind == "strong") or not nodes.plain_text((node,)).strip()
        for node in words
    )
    return bold and 0 < len(text) <= SHORT and not text.endswith((".", ",", ";", ":", "…"))


def _without_bold(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    out: list[nodes.Inline] = []
    for node in content:
        out += node.content if isinstance(node, nodes.Styled) and node.kind == "strong" else [node]
    return tuple(out)
