"""Finds where the values of YAML front matter stand in a file."""

from __future__ import annotations

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
