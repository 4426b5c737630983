"""Every register mark is printed in a register."""

from __future__ import annotations

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import Box, IndexMark
from bookbuilder.document.walk import walk

HOMELESS = Rule(
    "register.missing",
    "the register {name!r} of this mark is printed nowhere",
    "Marks of a register that no `::: register {of=…}` prints are lost.",
    Severity.WARNING,
)


def run(subject: Subject, report: Report) -> None:
    """Report the first mark of each register that is not printed."""
    nodes = tuple(walk(subject.document.chapters))
    printed = {box.classes[0] for box in nodes if isinstance(box, Box) and box.kind == "register"}
    for node in nodes:
        name = (node.register or "persons") if isinstance(node, IndexMark) else ""
        if name and name not in printed:
            printed.add(name)
            report(
                HOMELESS, node.span, name=name, hint=f"add ::: register {{of={name}}} to a chapter at the end"
            )


CHECK = Check("registers", "Every register mark is printed in a register.", run)
