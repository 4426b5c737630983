"""Finds where the values of YAML front matter stand in a file, and quotes new ones."""

from __future__ import annotations

import json

from bookbuilder import yaml_nodes
from bookbuilder.diagnostics import Findings
from bookbuilder.markdown import front_matter
from bookbuilder.translate.chapter_blocks import FIELDS


def value_ranges(text: str) -> dict[tuple[str, int], tuple[int, int]]:
    """Return the range of each value, including quotation marks, by key and position in its list."""
    head = front_matter.split(text)[0]
    if not head or front_matter.read(head, "", Findings()).broken:
        return {}
    shift = text.index("\n") + 1
    result: dict[tuple[str, int], tuple[int, int]] = {}
    root = yaml_nodes.yaml_root(head, depth=front_matter.DEPTH)
    for key, value in root.value if isinstance(root, yaml_nodes.MappingNode) else ():
        nodes = value.value if isinstance(value, yaml_nodes.SequenceNode) else [value]
        if key.value in FIELDS:
            filled = [
                node for node in nodes if isinstance(node, yaml_nodes.ScalarNode) and str(node.value).strip()
            ]
            for index, node in enumerate(filled):
                start, end = node.start_mark.index, node.end_mark.index
                end -= len(head[start:end]) - len(
                    head[start:end].rstrip()
                )  # a folded text ends on the next line
                result[key.value, index] = shift + start, shift + end
    return result


def yaml_string(text: str, like: str = "", *, listed: bool = False) -> str:
    """Return a text as YAML, quoted as before (`like`) or unquoted if possible. `listed`: it is an item of a flow list.

    >>> yaml_string("Zuerst, das Geld"), yaml_string("Zuerst", "'Geld'"), yaml_string('Geld: "zuerst"'), yaml_string(
    ...     "a, b", listed=True
    ... )
    ('Zuerst, das Geld', "'Zuerst'", '"Geld: \\\\"zuerst\\\\""', '"a, b"')
    """
    text = " ".join(text.split("\n"))
    if like.startswith("'"):
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    node = yaml_nodes.plain_node(text, listed=listed)
    plain = node is not None and node.tag == yaml_nodes.TEXT and not like.startswith('"')
    return text if plain else json.dumps(text, ensure_ascii=False)
