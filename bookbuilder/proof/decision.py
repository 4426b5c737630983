"""What was decided about marks: who decided what, and when, in `proof/decisions/<person>.toml`, a file for each person, to
which decisions are added."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.quoting import slug, toml_value
from bookbuilder.phrases import Phrase
from bookbuilder.world import BookFiles

FOLDER = "proof/decisions"
BROKEN = Rule(
    "proof.decision",
    "{problem}",
    "A file in proof/decisions holds what one person decided about marks, in tables [[decision]]: mark, what (accept,"
    " reject, answer, close, apply or reopen), by, on, text. `bookbuilder proof` writes it; what cannot be read is left"
    " out.",
    Severity.WARNING,
)
HEAD = "# What was decided about marks in proofs. `bookbuilder proof list` shows them.\n"


class DecisionKind(StrEnum):
    """What was decided. An ANSWER decides nothing; APPLY says that the words are in the chapter."""

    ACCEPT = "accept"
    REJECT = "reject"
    ANSWER = "answer"
    CLOSE = "close"
    APPLY = "apply"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about the mark with an id: who made it, when (ISO 8601 in universal time), and what they said."""

    mark: str
    what: DecisionKind
    by: str
    on: str
    text: str = ""


def decisions_path(person: str) -> str:
    """Return the file with the decisions of a person."""
    return f"{FOLDER}/{slug(person) or 'person'}.toml"


def added(text: str, decisions: Iterable[Decision]) -> str:
    """Return the text of a file with more decisions at its end; an empty text begins one."""
    parts = [text.rstrip("\n") + "\n" if text.strip() else HEAD]
    for one in decisions:
        values = {"mark": one.mark, "what": one.what.value, "by": one.by, "on": one.on, "text": one.text}
        lines = [f"{key} = {toml_value(value)}\n" for key, value in values.items() if value]
        parts.append("\n[[decision]]\n" + "".join(lines))
    return "".join(parts)


def read_decisions(world: BookFiles, report: Report) -> tuple[Decision, ...]:
    """Return the decisions of all people, the oldest first; of one moment, by person, in the order of their files. Reports
    `proof.decision`."""
    found: list[Decision] = []
    for path in sorted(world.files(FOLDER)) if world.folder_exists(FOLDER) else ():
        if path.endswith(".toml"):
            found += _read(path, world.text(path), report)
    return tuple(sorted(found, key=lambda one: one.on))


def _read(path: str, text: str, report: Report) -> Iterable[Decision]:
    data = toml.parse(text, path, report, BROKEN)
    tables = data.get("decision", []) if data is not None else []
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[decision]]"]
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        try:
            values = {key: str(table.get(key, "")) for key in ("mark", "by", "on", "text")}
            if not re.fullmatch("[0-9a-f]{4,}", values["mark"]):
                raise ValueError(values["mark"])
            dt.datetime.fromisoformat(values["on"])
            yield Decision(what=DecisionKind(table["what"]), **values)
        except (ValueError, TypeError, KeyError, AttributeError):
            line = lines[number] if number < len(lines) else 0
            report(BROKEN, Span(path, line), problem=Phrase("this table says no decision"))
