"""The edits that keep a decision about a mark of a proof, beside the edit that writes its words."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.language_server.text_edits import Edit, line_edits
from bookbuilder.proof.decision import Decision, DecisionKind
from bookbuilder.proof.keep_decisions import decision_files
from bookbuilder.world.edited_files import EditedFiles


@dataclass(frozen=True, slots=True)
class DecidingPerson:
    """Who decides in an editor, at which moment (ISO 8601), and whether the editor can make a file."""

    name: str
    moment: str
    creates_files: bool = True


def decision_edits(world: EditedFiles, mark: str, person: DecidingPerson) -> tuple[Edit, ...]:
    """Return the edits that keep that a person has accepted a mark, and that its words are in the chapter; none where they
    cannot be kept."""
    kinds = (DecisionKind.ACCEPT, DecisionKind.APPLY)
    decisions = [Decision(mark, what, person.name, person.moment) for what in kinds]
    try:
        ((path, data),) = decision_files(world, decisions, person.name).items()
        there = world.exists(path)
        before = world.text(path) if there else ""
    except (BookbuilderError, OSError):
        return ()
    if not there and not person.creates_files:
        return ()
    return tuple(line_edits(path, before, data.decode()))
