"""Reads an import.toml: the roles that the styles of a house's template have."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Rule, Span, diagnostic, nearest
from bookbuilder.importers.manuscript.style_roles import CHARACTER_ROLES, PARAGRAPH_ROLES

BROKEN = Rule(
    "stylemap.syntax",
    "the roles of styles cannot be read: {problem}",
    "An import.toml has two tables, [paragraphs] and [characters], with the name of a style and its role in each line.",
)
ROLE = Rule(
    "stylemap.role",
    "{role!r} is no role of a style in [{table}]",
    "Roles of paragraphs are "
    + ", ".join(PARAGRAPH_ROLES)
    + "; of characters "
    + ", ".join(CHARACTER_ROLES)
    + ".",
)
_ROLES = {"paragraphs": PARAGRAPH_ROLES, "characters": CHARACTER_ROLES}


def read_style_map(path: str, text: str) -> Mapping[str, Mapping[str, str]]:
    """Return the roles by table and name of a style. Raises `BookbuilderError` (`stylemap.*`) with all problems."""
    findings = Findings()
    data = toml.parse(text, path, findings, BROKEN)
    if data is None:
        raise BookbuilderError(*findings.sorted())
    problems: list[Diagnostic] = []
    lines = text.split("\n")
    for table, roles in data.items():
        if table not in _ROLES or not isinstance(roles, dict):
            problem = f"there is no table [{table}]"
            problems.append(diagnostic(BROKEN, Span(path), problem=problem, hint=nearest(table, _ROLES)))
            continue
        for name, role in roles.items():
            if role not in _ROLES[table]:
                line = next(
                    (number for number, one in enumerate(lines, 1) if name in one and str(role) in one), 0
                )
                hint = nearest(str(role), _ROLES[table]) or f"write one of {', '.join(_ROLES[table])}"
                problems.append(diagnostic(ROLE, Span(path, line), role=role, table=table, hint=hint))
    if problems:
        raise BookbuilderError(*problems)
    return data
