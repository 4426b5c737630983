"""Reads the options of a cell of code, and writes the figure that it shows as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.markdown.escape_markdown import escape_address, escape_text

_PLAIN = str.maketrans({'"': "'", "{": "(", "}": ")", "\\": "/"})
"""What an alternative text in braces cannot hold in Quarto's Markdown, and what stands for it."""
_LABEL = re.compile(r"[A-Za-z][\w.-]{0,100}")
_NO = ("false", "no", "f")


@dataclass(frozen=True, slots=True)
class CellOptions:
    """What is said about a cell of code: the label, caption and alternative text of its figure, and what is not shown."""

    label: str = ""
    caption: str = ""
    alt: str = ""
    hidden: bool = False
    code_hidden: bool = False
    output_hidden: bool = False

    def merged(self, other: CellOptions) -> CellOptions:
        """Return these options with those that another place says in addition."""
        return CellOptions(
            self.label or other.label,
            self.caption or other.caption,
            self.alt or other.alt,
            self.hidden or other.hidden,
            self.code_hidden or other.code_hidden,
            self.output_hidden or other.output_hidden,
        )

    def without_figure(self) -> CellOptions:
        """Return the options for a further picture of the cell, which has none of its own."""
        return replace(self, label="", caption="", alt="")


def comment_options(text: str) -> CellOptions:
    """Return the options of the comments of a cell, without their signs: `label: fig-x`."""
    return cell_options(yaml_values(text or "{}") or {})


def cell_options(values: Mapping[str, object]) -> CellOptions:
    """Return the options of a cell by the names that Quarto has for them."""
    captions = texts_of(values.get("fig-cap"))
    return CellOptions(
        text_of(values.get("label")),
        captions[0] if captions else "",
        next(iter(texts_of(values.get("fig-alt"))), ""),
        _no(values, "include"),
        _no(values, "echo"),
        _no(values, "output"),
    )


def figure(address: str, options: CellOptions, *, titled: bool = False) -> str:
    """Return a picture with caption, label and alternative text. In MyST (`titled`) the caption is the title of a picture,
    in Quarto and pandoc its words are."""
    caption = escape_text(printable(" ".join(options.caption.split())))
    alt = printable(" ".join(options.alt.split()))
    label = f"#{options.label}" if _LABEL.fullmatch(options.label) else ""
    if titled:
        title = caption.replace('"', "'")
        target = escape_address(address) + (f' "{title}"' if title else "")
        return f"![{escape_text(alt) or caption}]({target})" + (f"{{{label}}}" if label else "")
    braces = " ".join(filter(None, (label, f'fig-alt="{alt.translate(_PLAIN)}"' if alt else "")))
    return f"![{caption}]({escape_address(address)})" + (f"{{{braces}}}" if braces else "")


def _no(values: Mapping[str, object], key: str) -> bool:
    return text_of(values.get(key)).lower() in _NO
