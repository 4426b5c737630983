"""Reads an import.toml: the roles that the styles of a house's template have."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import BookbuilderError, Findings, Rule
from bookbuilder.importers.manuscript.style_roles import CHARACTER_ROLES, PARAGRAPH_ROLES
from bookbuilder.toml_tables.location import TableRules
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.toml_tables.value_parsers import map_of, one_of, table

BROKEN = Rule(
    "stylemap.syntax",
    "the roles of styles cannot be read: {problem}",
    "An import.toml has two tables, [paragraphs] and [characters], with the name of a style and its role in each line.",
)
ROLE = Rule(
    "stylemap.role",
    "{value!r} is no role of a style in {table}",
    "Roles of paragraphs are "
    + ", ".join(PARAGRAPH_ROLES)
    + "; of characters "
    + ", ".join(CHARACTER_ROLES)
    + ".",
)
STYLE_RULES = TableRules(BROKEN, BROKEN, BROKEN, ROLE, BROKEN)
TABLES = {"paragraphs": map_of(one_of(PARAGRAPH_ROLES)), "characters": map_of(one_of(CHARACTER_ROLES))}


def read_style_map(path: str, text: str) -> Mapping[str, Mapping[str, str]]:
    """Return the roles by table and name of a style. Raises `BookbuilderError` (`stylemap.*`) with all problems."""
    findings = Findings()
    file = read_table(text, path, findings, BROKEN)
    roles = table(file.data, file.top(findings, STYLE_RULES), TABLES) if file else None
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return roles or {}
