"""Writes what Quarto numbers by a label in our form, and says what a reference prints where our parser has no number.

`::: {#fig-x}` around one picture and its caption is a figure, `::: {#tbl-x}` around a table is one with that caption.
Listings, theorems and other figures have an anchor; equations are written as ours are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookbuilder.importers.markdown_sources.markdown_lines import changed_outside_code, outside_code
from bookbuilder.importers.quarto.divs import DIV, end_of_div

KINDS = "fig|tbl|lst|eq|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg"
LONGEST = 80
"""Characters of a caption by which a reference can name its target."""
_ID = rf"(?:{KINDS})-(?:[\w.:-]{{0,99}}\w)"
_LABEL = re.compile(rf"#({_ID})")
_PICTURE = re.compile(r"[ \t]*!\[[^\n]*\]\([^\n]*\)(?:\{[^{}\n]*\})?[ \t]*\Z")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}[ \t]*\Z")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(.*?)(?:[ \t]*\{[^{}\n]*\})?[ \t]*\Z")
_FENCE = re.compile(r"([ \t]*(?:`{3,}|~{3,}))[ \t]*\{[^{}\n]*#(lst-[\w.:-]{1,100})[^{}\n]*\}[ \t]*\Z")
_LANGUAGE = re.compile(r"\.([A-Za-z][\w+-]*)")
_LISTING_CAPTION = re.compile(r"(?:lst-cap|caption)=(?:\"([^\"\n]*)\"|'([^'\n]*)')")
_CELL = re.compile(r"[ \t]*`{3,}[ \t]*\{\w[^{}\n]*\}[ \t]*\Z")
_CELL_LABEL = re.compile(rf"[ \t]*#\|[ \t]*(?:lst-)?label:[ \t]*[\"']?({_ID})")
_CELL_CAPTION = re.compile(r"[ \t]*#\|[ \t]*(?:fig|tbl|lst)-cap:[ \t]*[\"']?(.*?)[\"']?[ \t]*\Z")
_REFERENCE = re.compile(
    rf"(?:(?P<word>[^\W\d_]{{2,20}}\.?)(?:[ \u00a0~]|\\ |&nbsp;))?"
    rf"(?P<mark>\[-?@(?P<bracketed>{_ID})\](?![(\[{{])|(?<![\w.@/\\-])-?@(?P<bare>{_ID}))"
)


@dataclass(slots=True)
class LabelWords:
    """What a reference to a label prints, in Markdown, for labels that our parser has no number for; another label that
    stands for one begins with `@`. `counts` counts them by kind."""

    words: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, label: str, words: str) -> None:
        """Add a label, which is named by these words, or by a number in brackets."""
        kind = label.partition("-")[0]
        self.counts[kind] += 1
        words = " ".join(words.split())
        named = 0 < len(words) <= LONGEST and not re.search(r"[\[\]@]", words)
        self.words[label] = words if named else f"({self.counts[kind]})"


def labelled_blocks(text: str, labels: LabelWords) -> str:
    """Return a text with labelled blocks in our form; adds to `labels`.

    >>> print(labelled_blocks("::: {#fig-a}\\n![Genf](a.png)\\n\\nDie Stadt\\n:::", LabelWords()))
    ::: figure {#fig-a}
    ![Genf](a.png)
    <BLANKLINE>
    Die Stadt
    :::
    """
    return "\n".join(_blocks(text.split("\n"), labels)) if re.search(rf"#{_ID}|label:", text) else text


def _blocks(lines: Sequence[str], labels: LabelWords) -> list[str]:
    visible = set(outside_code(lines))
    out: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        div = DIV.match(line) if number in visible else None
        label = _LABEL.search(div[2]) if div else None
        if div and label and (end := end_of_div(lines, number, visible)) > number + 1:
            out += _div([*lines[number:end]], label[1], labels)
            number = end
            continue
        if number not in visible and (not number or number - 1 in visible or lines[number - 1].strip() == ""):
            out += _listing(lines, number, labels)
        else:
            out.append(line)
        number += 1
    return out


def _div(lines: list[str], label: str, labels: LabelWords) -> list[str]:
    """Return the lines of a div with a label."""
    first, last = lines[0], lines[-1]
    inner = _blocks(lines[1:-1], labels)
    parts = _parts(inner)
    pictures = [part for part in parts if len(part) == 1 and _PICTURE.match(part[0])]
    caption = parts[-1] if len(parts) > 1 and parts[-1] not in pictures and _is_paragraph(parts[-1]) else []
    indent = first[: len(first) - len(first.lstrip())]
    if label.startswith("fig-") and len(pictures) == 1 and len(parts) == 1 + bool(caption):
        picture = _ATTRIBUTES.sub("", pictures[0][0])
        if not caption:
            return [f"{picture.rstrip()}{{#{label}}}"]
        return [f"{indent}::: figure {{#{label}}}", picture, "", *caption, f"{indent}:::"]
    if label.startswith("tbl-") and caption and len(parts) == 2 and parts[0][0].lstrip().startswith("|"):
        return [f"{indent}::: table {{#{label}}}", *parts[0], "", *caption, f"{indent}:::"]
    inner_labels = [found[1] for part in pictures if (found := _LABEL.search(part[0].rpartition("){")[2]))]
    if label.startswith("fig-") and inner_labels:
        labels.words[label] = f"@{inner_labels[0]}"
    else:
        heading = _HEADING.match(parts[0][0]) if parts else None
        labels.add(
            label, heading[1] if heading else " ".join(caption) if label[:3] in ("fig", "tbl", "lst") else ""
        )
    if label[:3] in ("fig", "tbl", "lst"):
        first = f"{first.partition('{')[0]}{{#{label}}}"  # sizes and places are those of the theme
    return [first, *inner, last]


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines that stand together, without the empty ones between them."""
    visible = set(outside_code(lines))
    parts: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        if number in visible and number and number - 1 not in visible and parts[-1]:
            parts.append([])  # code ends
        if line.strip() or number not in visible:
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _is_paragraph(part: Sequence[str]) -> bool:
    return not re.match(r"[ \t]*(?:`{3}|~{3}|:{3}|\||>|[-*+] |#{1,6} |\$\$|<)", part[0]) and not re.match(
        r"[ \t]*(?:`{3}|~{3}|:{3})", part[-1]
    )


def _listing(lines: Sequence[str], number: int, labels: LabelWords) -> list[str]:
    """Return the line that opens a block of code, with an anchor and its caption above it if it has a label."""
    line = lines[number]
    if fence := _FENCE.match(line):
        caption = _LISTING_CAPTION.search(line)
        words = next(filter(None, caption.groups()), "") if caption else ""
        language = _LANGUAGE.search(line)
        labels.add(fence[2], words)
        return [f"[]{{#{fence[2]}}}{words}", "", f"{fence[1]}{language[1] if language else ''}"]
    if not _CELL.match(line):
        return [line]
    found, words = "", ""
    for option in lines[number + 1 :]:
        if not option.lstrip().startswith("#|"):
            break
        label, caption_of = _CELL_LABEL.match(option), _CELL_CAPTION.match(option)
        found, words = label[1] if label else found, caption_of[1] if caption_of else words
    if not found or any(f"#{found}" in one for one in lines):  # the picture that it gave has the label
        return [line]
    labels.add(found, words)
    return [f"[]{{#{found}}}", "", line]


def named_references(text: str, labels: LabelWords, words: frozenset[str]) -> str:
    """Return a text whose references to labels without a number of ours are links with words. A reference to a number alone,
    `Figure [-@fig-x]`, loses the word before it, if that is one of the `words` that our number has."""
    if "@" not in text:
        return text

    def single(match: re.Match[str]) -> str:
        label = match["bracketed"] or match["bare"]
        before = match[0][: match.start("mark") - match.start()]
        alone = match["mark"].lstrip("[").startswith("-")
        name = labels.words.get(label, "")
        if name.startswith("@"):
            label, name = name[1:], ""
        if name:
            return f"{before}[{name}](#{label})"
        return (
            f"{'' if alone and match['word'] in words else before}[](#{label})"
            if alone
            else f"{before}@{label}"
        )

    lines = text.split("\n")
    for number in outside_code(lines):
        if "@" in lines[number]:
            lines[number] = changed_outside_code(_REFERENCE, single, lines[number])
    return "\n".join(lines)
