"""Adds decisions about marks to the file of the person who made them, beside the chapters that they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bookbuilder.proof.decision import Decision, DecisionKind, added, decisions_path
from bookbuilder.proof.mark import ProofMark
from bookbuilder.world import BookFiles, World


def keep_decisions(
    world: World,
    decisions: Iterable[Decision],
    by: str,
    files: Mapping[str, bytes] | None = None,
) -> None:
    """Write decisions of a person, with the files that they change or lead to, all of them or none. Raises
    `BookbuilderError` and `OSError` if something cannot be written."""
    result = {**(files or {}), **decision_files(world, decisions, by)}
    if result:
        world.publish(".", [(path, {"": data}) for path, data in sorted(result.items())])


def decision_files(world: BookFiles, decisions: Iterable[Decision], by: str) -> dict[str, bytes]:
    """Return the file with the decisions of a person, and what is in it with these at its end; nothing for none. Raises
    `BookbuilderError` if the file cannot be read."""
    decisions = tuple(decisions)
    if not decisions:
        return {}
    path = decisions_path(by)
    before = world.text(path) if world.exists(path) else ""
    return {path: added(before, decisions).encode()}


def decisions_of(
    marks: Iterable[ProofMark],
    what: DecisionKind,
    by: str,
    on: str,
    text: str = "",
    written: Iterable[ProofMark] = (),
) -> tuple[Decision, ...]:
    """Return what a person decides about marks at a moment (ISO 8601), each once: `what`, and of those whose words are
    `written` into the chapters also that they are."""
    done = {mark.id for mark in written}
    result: list[Decision] = []
    for name in dict.fromkeys(mark.id for mark in marks):
        decision = Decision(name, what, by, on, text)
        if what is not DecisionKind.APPLY:
            result.append(decision)
        if name in done:
            result.append(replace(decision, what=DecisionKind.APPLY, text=""))
    return tuple(result)
