"""A public class name means one thing: it stands in one module of the program.

The nodes of a document and those of a manuscript are two trees of the same things; both are written with their module
(`nodes.Text`), so their names may be the same, and those of others.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.conftest import REPO

PROGRAM = REPO / "bookbuilder"
TREES = ("document/nodes.py", "importers/manuscript/nodes.py")


def public_classes(path: Path) -> list[str]:
    """Return the names of the public classes of a module."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [one.name for one in body if isinstance(one, ast.ClassDef) and not one.name.startswith("_")]


def test_a_public_class_name_stands_in_one_module() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(PROGRAM.rglob("*.py")):
        name = str(path.relative_to(PROGRAM))
        if name not in TREES:
            for one in public_classes(path):
                places[one].append(name)
    assert len(places) > 700
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
