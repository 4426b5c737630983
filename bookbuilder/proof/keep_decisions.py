"""Adds decisions about marks to the file of the person who made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookbuilder.proof.decision import Decision, DecisionKind, added, decisions_path
from bookbuilder.proof.mark import ProofMark
from bookbuilder.world import World


def keep_decisions(
    world: World, marks: Sequence[ProofMark], what: DecisionKind, by: str, text: str = ""
) -> None:
    """Add a decision of a person about each mark, of this moment. Raises `BookbuilderError` and `OSError` if the file cannot
    be written."""
    if marks:
        decisions = [Decision(one.id, what, by, world.moment, text) for one in marks]
        path, data = with_decisions(world, by, decisions)
        world.publish(".", [(path, {"": data})])


def with_decisions(world: World, by: str, decisions: Iterable[Decision]) -> tuple[str, bytes]:
    """Return the file with the decisions of a person, and what is in it with these decisions at its end. Raises
    `BookbuilderError` if the file cannot be read."""
    path = decisions_path(by)
    before = world.text(path) if world.exists(path) else ""
    return path, added(before, decisions).encode()
