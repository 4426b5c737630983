"""Reads YAML of others: texts, lists and tables, nothing constructed, nothing expanded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

DEPTH = 20


def yaml_values(text: str) -> Mapping[str, Any] | None:
    """Return a document of YAML as a table of texts, lists and tables; None if it is none, or has aliases.

    >>> yaml_values("a: [1, x]")
    {'a': ['1', 'x']}
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEPTH or isinstance(event, yaml.AliasEvent):
                return None
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 # makes texts, lists and tables only
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def text_of(value: object) -> str:
    """Return a value as one text: that of a person is the name, a list gives its texts."""
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
