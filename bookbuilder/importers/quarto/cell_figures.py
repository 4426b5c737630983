"""Makes figures of the cells of code that show a picture: a file that they name, or one of an earlier run (`_freeze/`)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from bookbuilder.importers.markdown_sources.cell_options import (
    CellOptions,
    cell_options,
    comment_options,
    figure,
)
from bookbuilder.importers.markup.page import resolved
from bookbuilder.importers.source import ImportSource

_CELL = re.compile(
    r"^(?P<fence>`{3,})\{(?P<head>\w[^}\n]{0,500})\}[ \t]*\n"
    r"(?P<body>(?:(?!(?P=fence)).*\n)*?)(?P=fence)`*[ \t]*$",
    re.MULTILINE,
)
_OPTION = re.compile(r"^#\| ?(.*)$", re.MULTILINE)
_SHOWS = re.compile(
    r"(?:include_graphics|imread|Image|load)\(\s{0,20}(?:filename\s*=\s*)?[\"']([^\"'\n]{1,300})[\"']"
)
_LABEL = re.compile(r"fig-[\w.-]{1,100}")


def with_figures(text: str, path: str, source: ImportSource) -> str:
    """Return the text of a page in which a cell that shows a picture is that picture, with its caption, its label and its
    alternative text; its code stays above it unless the cell says `echo: false`."""
    return _CELL.sub(lambda cell: _figure(cell, path, source) or cell[0], text)


def _figure(cell: re.Match[str], path: str, source: ImportSource) -> str:
    options = _options(cell)
    shown = _SHOWS.search(cell["body"])
    picture = resolved(path, shown[1]) if shown else _frozen(options.label, path, source)
    if not picture or not source.has(picture):
        return ""
    address = posixpath.relpath(picture, posixpath.dirname(path) or ".")
    label = options.label
    if path.lower().endswith(".rmd") and label and options.caption:
        label = f"fig-{label.removeprefix('fig-')}"  # Bookdown refers to it as fig:label
    made = figure(address, replace(options, label=label if _LABEL.fullmatch(label) else ""))
    return made if options.code_hidden else f"{cell[0]}\n\n{made}"


def _options(cell: re.Match[str]) -> CellOptions:
    """Return the options of a cell: those of its comments (`#| label: …`), and of its head (`{r fig-x, fig.cap="…"}`)."""
    options: dict[str, object] = {}
    name = re.match(r"\w+[ ,]+([\w.-]+)\s*(?:,|$)", cell["head"])
    if name:
        options["label"] = name[1]
    for key, value in re.findall(r"([\w.-]+)\s*=\s*[\"']?([^\"',]{1,400})", cell["head"]):
        options[key.replace(".", "-")] = value.strip()
    return comment_options("\n".join(_OPTION.findall(cell["body"]))).merged(cell_options(options))


def _frozen(label: str, path: str, source: ImportSource) -> str:
    """Return the picture that an earlier run of a cell has left, as Quarto names it."""
    folder = f"_freeze/{path.rpartition('.')[0]}/"
    names = (
        [name for name in source.names if name.startswith(folder) and f"/{label}-" in name] if label else []
    )
    return next((name for name in sorted(names) if name.endswith((".png", ".svg", ".jpeg", ".jpg"))), "")
