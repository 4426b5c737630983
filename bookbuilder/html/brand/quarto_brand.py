"""Turns the _brand.yml of Quarto (https://posit-dev.github.io/brand-yml/) into the table that brand.toml is.

What a book has no use for is passed over: weights and sizes of type, links, colours of warnings, options of other programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bookbuilder import yaml_nodes
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.brand.brand import SIZES
from bookbuilder.toml_tables.positions import KeyPath
from bookbuilder.toml_tables.toml_table import TomlTable

DEPTH = 12
"""Of lists and tables in one another; the deepest of Quarto's is five."""
COLOURS = {"foreground": "ink", "background": "paper", "primary": "accent", "secondary": "second"}
"""Quarto's role of a colour → ours."""
FONTS = {"base": ("text", "sans"), "headings": ("heading",), "monospace": ("mono",)}
"""Quarto's use of a font → ours: its base is the type of all that is no heading."""

Tree = dict[str, Any]


def quarto_table(text: str, path: str, report: Report, syntax: Rule) -> TomlTable | None:
    """Return what the file says, in the shape of brand.toml, with the places in the YAML; None after reporting `syntax`."""
    try:
        root = yaml_nodes.yaml_root(text, depth=DEPTH)
    except yaml_nodes.YamlError as error:
        report(syntax, Span(path, error.line, error.column), problem=error.problem)
        return None
    if root is not None and not isinstance(root, yaml_nodes.MappingNode):
        report(syntax, Span(path, 1, 1), problem="these are not `key: value` lines")
        return None
    plain, places = _plain(root), dict(_places(root, (), path)) if root else {}
    data: Tree = {}
    spans: dict[KeyPath, Span] = {}

    def take(source: KeyPath, target: KeyPath) -> None:
        """Copy a value of the YAML to a place of the table."""
        value = _at(plain, source)
        if value is None:
            return
        table = data
        for depth, key in enumerate(target[:-1], 1):
            table = table.setdefault(str(key), {})
            spans.setdefault(target[:depth], places[source])
        table[str(target[-1])] = value
        spans.update(
            {
                (*target, *keys[len(source) :]): span
                for keys, span in places.items()
                if keys[: len(source)] == source
            }
        )

    name = ("meta", "name")
    take((*name, "short") if isinstance(_at(plain, name), dict) else name, ("brand", "name"))
    for key, role in COLOURS.items():
        take(("color", key), ("color", role))
    take(("color", "palette"), ("color", "palette"))
    logo = _at(plain, ("logo",))
    if isinstance(logo, str):
        take(("logo",), ("logo", "medium"))
    for size in SIZES if isinstance(logo, dict) else ():
        take(("logo", size), ("logo", size))
    take(("logo", "images"), ("logo", "images"))
    for use, tokens in FONTS.items():
        source: KeyPath = ("typography", use)
        if isinstance(_at(plain, source), dict):
            source = (*source, "family")
        for token in tokens:
            take(source, ("font", token))
    fonts = _at(plain, ("typography", "fonts"))
    for index, font in enumerate(fonts if isinstance(fonts, list) else ()):
        if _at(font, ("source",)) == "file" and _at(font, ("family",)):  # the others lie in the web
            take(("typography", "fonts", index, "family"), ("fonts", str(index), "name"))
    return TomlTable(path, data, spans)


def _at(tree: Any, keys: KeyPath) -> Any:
    for key in keys:
        if isinstance(tree, list) and isinstance(key, int):
            tree = tree[key]
        else:
            tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _plain(node: yaml_nodes.Node | None) -> Any:
    """Return a node as data; numbers and dates as they are written."""
    match node:
        case yaml_nodes.MappingNode():
            return {
                str(key.value): _plain(value)
                for key, value in node.value
                if isinstance(key, yaml_nodes.ScalarNode)
            }
        case yaml_nodes.SequenceNode():
            return [_plain(one) for one in node.value]
        case yaml_nodes.ScalarNode():
            return None if node.tag == yaml_nodes.NULL else str(node.value)
    return None


def _places(node: yaml_nodes.Node, keys: KeyPath, path: str) -> Iterator[tuple[KeyPath, Span]]:
    match node:
        case yaml_nodes.MappingNode():
            for key, value in node.value:
                if isinstance(key, yaml_nodes.ScalarNode):
                    inner = (*keys, str(key.value))
                    yield inner, Span(path, key.start_mark.line + 1, key.start_mark.column + 1)
                    yield from _places(value, inner, path)
        case yaml_nodes.SequenceNode():
            for index, value in enumerate(node.value):
                yield (*keys, index), Span(path, value.start_mark.line + 1, value.start_mark.column + 1)
                yield from _places(value, (*keys, index), path)
