"""Writes a notebook of Jupyter as Markdown: its text, its code, and what the code gave, with pictures as files."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.markdown_sources.cell_options import CellOptions, comment_options, figure
from bookbuilder.importers.markdown_sources.notebook_outputs import (
    LEFT_OUT,
    OutputPicture,
    output_parts,
    picture_of,
    text_in,
)

NOTEBOOK = ".ipynb"
UNREADABLE = Rule(
    "import.notebook",
    "this notebook cannot be read: {problem}",
    "A notebook of Jupyter is JSON with a list of cells. This one is damaged, or another file with its name.",
    Severity.WARNING,
)
_ATTACHMENT = re.compile(r"attachment:([^)\s\"'<>]{1,300})")
_CODE_OPTION = re.compile(r"^(?:#|//|--|%)\| ?(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NotebookText:
    """A notebook as Markdown, and its pictures by their paths in the source."""

    text: str
    pictures: Mapping[str, bytes]


def is_notebook(path: str) -> bool:
    """Whether a file is a notebook, by its name."""
    return path.lower().endswith(NOTEBOOK)


def notebook_text(
    data: bytes, path: str, place: Span, report: Report, *, titled: bool = False
) -> NotebookText | None:
    """Return a notebook at a path of the source as Markdown; None after `import.notebook`. A caption is the title of its
    picture if `titled`, else its words. Reports `import.output` for what no book can show."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problem = "it is no JSON" if isinstance(error, ValueError) else "it is nested too deeply"
        report(UNREADABLE, place, problem=problem)
        return None
    table = found if isinstance(found, dict) else {}
    cells = table.get("cells")
    if not isinstance(cells, list):  # of version 3
        sheets = table.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        report(UNREADABLE, place, problem="it has no cells")
        return None
    writer = _NotebookWriter(path, place, report, _language(table.get("metadata")), titled)
    for cell in cells:
        if isinstance(cell, dict):
            writer.add(cell)
    return NotebookText("\n\n".join(part for part in writer.parts if part.strip()) + "\n", writer.pictures)


def _language(metadata: object) -> str:
    """Return the name of the language that a notebook's code is in."""
    about: Mapping[str, Any] = metadata if isinstance(metadata, dict) else {}
    for table, key in (("language_info", "name"), ("kernelspec", "language")):
        inner = about.get(table)
        name = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(name, str) and re.fullmatch(r"[A-Za-z][\w+#-]{0,30}", name):
            return name.lower()
    return ""


@dataclass(slots=True)
class _NotebookWriter:
    """Writes cell by cell into `parts`, with `pictures` beside them."""

    path: str
    place: Span
    report: Report
    language: str
    titled: bool
    parts: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def add(self, cell: Mapping[str, Any]) -> None:
        """Add a cell of any kind."""
        source = text_in(cell.get("source", cell.get("input")))
        match cell.get("cell_type"):
            case "markdown":
                self.parts.append(self._with_attachments(source, cell.get("attachments")))
            case "heading":
                level = cell.get("level")
                marks = "#" * (level if isinstance(level, int) and 0 < level < 7 else 1)
                self.parts.append(f"{marks} {' '.join(source.split())}")
            case "code":
                self._add_code(cell, source)
            case _:
                # The front matter of Quarto, or text; code of another format is shown as code.
                is_text = (not self.parts and source.startswith("---")) or "markdown" in str(_format(cell))
                self.parts.append(source.strip("\n") if is_text else fenced(source, ""))

    def _add_code(self, cell: Mapping[str, Any], source: str) -> None:
        options = comment_options("\n".join(_CODE_OPTION.findall(source))).merged(_from_metadata(cell))
        code = _CODE_OPTION.sub("", source).strip("\n")
        if options.hidden:
            return
        if not options.code_hidden and code.strip():
            self.parts.append(fenced(code, self.language))
        outputs = cell.get("outputs")
        if options.output_hidden or not isinstance(outputs, list):
            return
        for part in output_parts(outputs):
            if isinstance(part, OutputPicture):
                self.parts.append(figure(self._address(part), options, titled=self.titled))
                options = options.without_figure()  # it is the name of the first one
            elif part.left_out:
                self.report(LEFT_OUT, self.place, kinds=part.left_out[:200])
            else:
                self.parts.append(part.text if part.is_markdown else fenced(part.text, ""))

    def _address(self, picture: OutputPicture) -> str:
        """Return the address of a picture from the folder of the notebook, which it is written to."""
        folder, name = (
            f"{posixpath.basename(self.path)}.outputs",
            posixpath.basename(self.path)[: -len(NOTEBOOK)],
        )
        local = f"{folder}/{name}-{len(self.pictures) + 1}{picture.suffix}"
        self.pictures[posixpath.join(posixpath.dirname(self.path), local)] = picture.data
        return quote(local)

    def _with_attachments(self, text: str, attachments: object) -> str:
        """Return the text of a cell with the addresses of the pictures that it has itself."""
        known = attachments if isinstance(attachments, dict) else {}

        def address(match: re.Match[str]) -> str:
            bundle = known.get(match[1], known.get(unquote(match[1])))
            picture = picture_of(bundle) if isinstance(bundle, dict) else None
            return self._address(picture) if picture else match[0]

        return _ATTACHMENT.sub(address, text)


def _format(cell: Mapping[str, Any]) -> object:
    metadata = cell.get("metadata")
    return metadata.get("raw_mimetype", metadata.get("format", "")) if isinstance(metadata, dict) else ""


def _from_metadata(cell: Mapping[str, Any]) -> CellOptions:
    """Return what the tags of a cell say (`remove-input`), and what MyST says about its figure."""
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    listed = metadata.get("tags")
    tags = {str(tag).replace("_", "-") for tag in listed} if isinstance(listed, list) else set()
    rendering: dict[str, Any] = {}
    for key in ("render", "myst", "mystnb"):
        if isinstance(inner := metadata.get(key), dict):
            rendering |= inner
    drawn, image = rendering.get("figure"), rendering.get("image")
    drawn, image = drawn if isinstance(drawn, dict) else {}, image if isinstance(image, dict) else {}
    return CellOptions(
        label=text_in(drawn.get("name")).strip(),
        caption=text_in(drawn.get("caption")),
        alt=text_in(image.get("alt")),
        hidden="remove-cell" in tags,
        code_hidden="remove-input" in tags,
        output_hidden="remove-output" in tags,
    )


def fenced(text: str, language: str) -> str:
    """Return a block of code, whose fence is longer than any in it."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}" if text.strip() else ""
