"""Reads YAML of others: texts, lists and tables, nothing constructed, nothing expanded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder import yaml_nodes

DEPTH = 20


def yaml_values(text: str) -> Mapping[str, Any] | None:
    """Return a document of YAML as a table of texts, lists and tables; None if it is no YAML, or has aliases.

    >>> yaml_values("a: [1, x]")
    {'a': ['1', 'x']}
    """
    try:
        data = _value(yaml_nodes.yaml_root(text, depth=DEPTH))
    except yaml_nodes.YamlError:
        return None
    return data if isinstance(data, dict) else None


def _value(node: yaml_nodes.Node | None) -> Any:
    match node:
        case yaml_nodes.MappingNode(value=pairs):
            if not all(isinstance(key, yaml_nodes.ScalarNode) for key, _ in pairs):
                raise yaml_nodes.YamlError("a key is no text")
            return {key.value: _value(value) for key, value in pairs}
        case yaml_nodes.SequenceNode(value=items):
            return [_value(item) for item in items]
    return node and node.value


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
