"""Repairs the book that an import has made, and tells what was put in place of what."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Diagnostic, Report, Rule, Severity
from bookbuilder.importers.markdown_sources.named_pictures import is_picture
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.context import Context
from bookbuilder.project.flavour import Flavour
from bookbuilder.repairs.markdown_text import MarkdownText
from bookbuilder.repairs.repair_book import repair_book
from bookbuilder.world import Workspace
from bookbuilder.world.edited_files import EditedFiles

REPAIRED = Rule(
    "import.repaired",
    "{problem} ({code}); it was replaced by its words or a placeholder",
    "A book is built of what it holds itself, and of what has one meaning. What an import cannot keep is still there to be "
    "seen: a picture elsewhere as a box with its address, an unknown element as its words. `bookbuilder explain` with the "
    "code in brackets says why a book does not have it, and what to write instead.",
    Severity.WARNING,
)
UNREPAIRED = Rule(
    "import.unrepaired",
    "the book cannot be built yet: {problem} ({code})",
    "An import replaces what cannot be built by words and placeholders. Here that was not possible: `bookbuilder check` in "
    "the new folder says what is wrong.",
    Severity.WARNING,
)
_MISSING = "image.missing"
_TOLD = ("glyph.missing", "glyph.drawing")
"""What `book_fonts` tells, once for a script."""


def repaired_files(world: Workspace, files: Mapping[str, bytes], report: Report) -> dict[str, bytes]:
    """Return the files of a book so that it can be built. Reports `import.repaired` for each repair, and
    `import.unrepaired` for what is left."""
    project = artifacts.load(Context(EditedFiles(world.root, edited=files)))
    if project is None:
        return dict(files)
    result = repair_book(world, files, project.flavour)
    for one in result.repaired:
        if one.code == _MISSING and _named_picture(files, one, project.flavour):
            continue
        report(REPAIRED, one.span, problem=one.phrases[0], code=one.code, hint=one.phrases[1])
    for one in result.left:
        if one.code in _TOLD:
            continue
        report(UNREPAIRED, one.span, problem=one.phrases[0], code=one.code, hint=one.phrases[1])
    return dict(sorted({**files, **result.files}.items()))


def _named_picture(files: Mapping[str, bytes], one: Diagnostic, flavour: Flavour) -> bool:
    """Whether a missing picture is one that the import of Markdown has told, with its place in the source."""
    text = MarkdownText(one.span.path, files[one.span.path].decode(), flavour)
    at = text.offset(one.span)
    picture = None if at is None else text.bracketed(at)
    address = picture.address.split(maxsplit=1) if picture else []
    return bool(address) and is_picture(address[0].strip("<>"))
