"""Reads YAML of others: texts, lists and tables, with aliases within limits; nothing is constructed of tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder import yaml_nodes

DEPTH = 20
NODES = 100_000
"""Texts, lists and tables in a document with its aliases expanded."""


def yaml_values(text: str) -> Mapping[str, Any] | None:
    """Return a document of YAML as a table of texts, lists and tables; None if it is no YAML, or unfolds to too much.

    >>> yaml_values("a: &a {b: 1}\\nc: [*a, !ENV x]\\nd: {<<: *a, e: 2}")
    {'a': {'b': '1'}, 'c': [{'b': '1'}, 'x'], 'd': {'b': '1', 'e': '2'}}
    """
    try:
        data = _Values().value(yaml_nodes.yaml_root(text, depth=DEPTH, aliases=True), DEPTH)
    except yaml_nodes.YamlError:
        return None
    return data if isinstance(data, dict) else None


class _Values:
    """Makes values of nodes; `left` is how many more there may be."""

    left = NODES

    def value(self, node: yaml_nodes.Node | None, depth: int) -> Any:
        """Return the value of a node. Raises `YamlError`."""
        self.left -= 1
        if self.left < 0 or depth < 0:  # aliases can unfold a small file into gigabytes, or hold themselves
            raise yaml_nodes.YamlError("it is nested too deeply")
        match node:
            case yaml_nodes.MappingNode(value=pairs):
                return self._table(pairs, depth)
            case yaml_nodes.SequenceNode(value=items):
                return [self.value(item, depth - 1) for item in items]
        return node and node.value

    def _table(self, pairs: list[tuple[yaml_nodes.Node, yaml_nodes.Node]], depth: int) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, node in pairs:
            if not isinstance(key, yaml_nodes.ScalarNode):
                raise yaml_nodes.YamlError("a key is no text")
            value = self.value(node, depth - 1)
            if key.value != "<<":
                own[key.value] = value
                continue
            for table in reversed(value if isinstance(value, list) else [value]):  # the first one wins
                merged |= table if isinstance(table, dict) else {}
        return merged | own


def text_of(value: object) -> str:
    """Return a value as one text: of a person the name, of a list its texts."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        for key in ("name", "literal", "text"):
            if key in value:
                return text_of(value[key])
        return " ".join(filter(None, (text_of(value.get(key)) for key in ("given", "family"))))
    return ""


def texts_of(value: object) -> tuple[str, ...]:
    """Return a value as texts."""
    if isinstance(value, list):
        return tuple(filter(None, map(text_of, value)))
    return tuple(filter(None, (text_of(value),)))
