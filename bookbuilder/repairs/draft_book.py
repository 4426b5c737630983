"""Makes the draft of a book: its errors are repaired in memory, and each is told as something to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.markdown.convert_picture import UNCONFIRMED
from bookbuilder.markdown.directives.missing import LEFT
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.repairs.repair_book import RepairedBook, repair_book
from bookbuilder.world import World
from bookbuilder.world.draft_files import DraftFiles

UNSAFE = ("address.", "archive.", "output.", "path.")
"""How the codes of errors begin that stop a draft as well, unless they were repaired: a file would load something from
elsewhere, or a path leads out of the book."""
_OF_REPAIRS = (LEFT.code, UNCONFIRMED.code)
"""What repairs leave to do, which is told as what they repaired."""


@dataclass(frozen=True, eq=False)
class DraftBook:
    """A book whose errors are repaired: its files, and what was repaired, at its places in the files of the book."""

    world: DraftFiles
    repaired: RepairedBook

    def to_mend(self, reported: Sequence[Diagnostic], *, made: bool) -> tuple[Diagnostic, ...]:
        """Return what was repaired and what a build of the draft has reported, by place, at the lines of the book. If files
        were `made`, errors that do not stop a draft are warnings."""
        repaired = self.repaired.repaired
        known = {(one.code, one.span.path, one.span.line) for one in repaired}
        others = dict.fromkeys(map(self.repaired.placed, reported))
        lines = {(path, line) for _, path, line in known}
        kept = (
            one
            for one in others
            if (one.code, one.span.path, one.span.line) not in known
            and not (one.code in _OF_REPAIRS and (one.span.path, one.span.line) in lines)
        )
        if made:
            repaired = tuple(map(_as_warning, repaired))
            kept = (one if one.code.startswith(UNSAFE) else _as_warning(one) for one in kept)
        return tuple(sorted((*repaired, *kept), key=lambda one: (one.span, one.code, one.message)))


def draft_book(context: Context, world: World, request: BuildRequest) -> DraftBook:
    """Return the draft of a book; `world` is that of the context. Nothing is repaired in a book whose book.toml cannot be
    read."""
    project = artifacts.load(context.quiet)
    if project is None:
        result = RepairedBook({}, (), (), {})
    else:
        result = repair_book(world, {}, project.flavour, request, context.runner)
    draft = DraftFiles(world.root, environ=world.environ, input_log=world.input_log, edited=result.files)
    return DraftBook(draft, result)


def _as_warning(one: Diagnostic) -> Diagnostic:
    return replace(one, severity=Severity.WARNING) if one.severity is Severity.ERROR else one
