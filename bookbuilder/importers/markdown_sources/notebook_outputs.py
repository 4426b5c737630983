"""Reads what the cells of a notebook gave: of each result the form that a book can show best."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import Rule, Severity

LEFT_OUT = Rule(
    "import.output",
    "what a cell of this notebook shows was left out: {kinds}",
    "A book shows pictures and text. What runs in a browser, such as a map or a slider, has no form on paper; export a"
    " picture of it, and put that into the notebook.",
    Severity.WARNING,
)
_PICTURES = {
    "image/svg+xml": ".svg",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
"""The kinds of pictures, the best one first."""
_ACTIVE = re.compile(r"<script|<foreignObject|\bon\w+=", re.IGNORECASE)
_ANSI = re.compile(r"\x1b\[[0-9;:?]{0,40}[ -/]*[@-~]")


@dataclass(frozen=True, slots=True)
class OutputPicture:
    """A picture that a cell gave."""

    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OutputText:
    """Text that a cell gave: as Markdown, or as it stands on a screen. `left_out` are the kinds of what cannot be shown."""

    text: str
    is_markdown: bool = False
    left_out: str = ""


def output_parts(outputs: Sequence[object]) -> Iterator[OutputPicture | OutputText]:
    """Yield what a cell gave, in order; pieces of one stream are one text."""
    waiting = ""
    for output in outputs:
        if not isinstance(output, dict):
            continue
        if output.get("output_type") == "stream":
            waiting += text_in(output.get("text"))
            continue
        if waiting.strip():
            yield OutputText(_plain(waiting))
        waiting = ""
        yield from _result(output)
    if waiting.strip():
        yield OutputText(_plain(waiting))


def _result(output: Mapping[str, Any]) -> Iterator[OutputPicture | OutputText]:
    if output.get("output_type") in ("error", "pyerr"):
        yield OutputText(f"{text_in(output.get('ename'))}: {_plain(text_in(output.get('evalue')))}")
        return
    bundle = output.get("data")
    data: Mapping[str, Any] = bundle if isinstance(bundle, dict) else _of_version_3(output)
    if picture := picture_of(data):
        yield picture
    elif text := text_in(data.get("text/markdown")):
        yield OutputText(text, is_markdown=True)
    elif text := text_in(data.get("text/plain")):
        yield OutputText(_plain(text))
    elif data:
        yield OutputText("", left_out=", ".join(sorted(map(str, data))))


def _of_version_3(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the kinds of a result as version 3 of the format names them."""
    names = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml", "text": "text/plain"}
    return {kind: output[name] for name, kind in names.items() if name in output}


def picture_of(bundle: Mapping[str, Any]) -> OutputPicture | None:
    """Return the picture among the forms of one thing, if any."""
    for kind, suffix in _PICTURES.items():
        text = text_in(bundle.get(kind))
        if kind == "image/svg+xml":
            if "<svg" in text and not _ACTIVE.search(text):
                return OutputPicture(suffix, text.encode("utf-8", "replace"))
        elif text:
            try:
                data = b64decode(text)
            except (binascii.Error, ValueError):
                continue
            if data:
                return OutputPicture(suffix, data)
    return None


def text_in(value: object) -> str:
    """Return a text of a notebook, which may be a list of its lines.

    >>> text_in(["a\\n", "b"]), text_in({"x": 1})
    ('a\\nb', '')
    """
    parts = value if isinstance(value, list) else [value]
    text = "".join(part for part in parts if isinstance(part, str))
    return text.encode("utf-8", "replace").decode()  # JSON can hold halves of characters


def _plain(text: str) -> str:
    """Return a text without the colours of a terminal; of a line that was written over, only the last state."""
    lines = _ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
