"""Parses YAML into its nodes, and quotes texts as its values; ruff bans PyYAML everywhere else.

No value is made of a tag, and no alias is followed unless one asks for it.

A node has `value` (a text, nodes, or pairs of nodes), `tag` (what YAML 1.1 takes a plain text for) and marks of where it
begins and ends.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml  # noqa: TID251 # the one loader
from yaml import MappingNode, Node, ScalarNode, SequenceNode  # noqa: TID251

from bookbuilder.phrases import Phrase

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "YamlError", "yaml_root", "yaml_string"]

NULL, TEXT = "tag:yaml.org,2002:null", "tag:yaml.org,2002:str"
"""Tags of nothing (nothing at all, `~`, `null`) and of a text that is none of a number, a date, yes or no."""
DEEP = "it is nested too deeply"
ALIAS = Phrase("anchors and aliases (& and *) are not allowed")

HALF = Phrase(r"\ud800 to \udfff are no characters")
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of a pair in UTF-16, which an escape can write and no file can hold."""


class YamlError(ValueError):
    """A text is no YAML that is read. `line` and `column` count from 1; 0 where PyYAML does not say where.

    >>> yaml_root("a: [*b]", depth=2)
    Traceback (most recent call last):
    bookbuilder.yaml_nodes.YamlError: anchors and aliases (& and *) are not allowed
    """

    def __init__(self, problem: str, line: int = 0, column: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.line, self.column = problem, line, column


def yaml_root(text: str, *, depth: int, aliases: bool = False) -> Node | None:
    """Return the node of a document, which may hold `depth` lists and tables within one another; None if it is empty.
    With `aliases`, a node may stand at several places, and in itself: who walks it sets the limits.

    Raises `YamlError`.
    """
    try:
        loader = _Loader(text)
        loader.left, loader.aliases = depth, aliases
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _error(error.problem or "not YAML", error.problem_mark or error.context_mark) from None
    except yaml.YAMLError as error:
        raise YamlError(str(error).split("\n")[0]) from None
    except YamlError:
        raise
    except (OverflowError, ValueError):  # of chr() and int(): "\UFFFFFFFF", a version of 5,000 digits
        raise YamlError(Phrase("a number in it is too large")) from None


def yaml_string(text: str, like: str = "", *, listed: bool = False, typed: bool = False) -> str:
    """Return a text as a value of YAML, quoted as before (`like`) or where necessary. `listed`: it is an item of a list in
    brackets; `typed`: a number, a date, yes or no is meant as such, and needs no quotes.

    >>> print(yaml_string("Zuerst, das Geld"), yaml_string("Zuerst", '"Geld"'), yaml_string("Geld: zuerst"))
    Zuerst, das Geld "Zuerst" 'Geld: zuerst'
    >>> print(yaml_string("a, b", listed=True), yaml_string("1984"), yaml_string("2022-01-22", typed=True))
    'a, b' '1984' 2022-01-22
    """
    text = " ".join(text.split("\n"))
    if like.startswith('"'):
        return json.dumps(text, ensure_ascii=False)
    tag = None if like.startswith("'") else _plain_tag(text, listed=listed)
    if tag == TEXT or (typed and tag not in (None, NULL)):
        return text
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _plain_tag(text: str, *, listed: bool) -> str | None:
    """Return the tag of a text that has no quotes; None if it is not that text then."""
    try:
        root = yaml_root(f"[{text}]" if listed else f"a: {text}", depth=1)
    except YamlError:
        return None
    match root:
        case SequenceNode(value=[ScalarNode() as node]) | MappingNode(value=[(_, ScalarNode() as node)]):
            return str(node.tag) if node.value == text else None
    return None


def _error(problem: str, mark: Any) -> YamlError:
    return YamlError(problem, mark.line + 1, mark.column + 1) if mark else YamlError(problem)


class _Loader(yaml.SafeLoader):
    """Composes nodes, and refuses what could unfold a small file into gigabytes or exhaust the stack."""

    left = 0
    aliases = False

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # no types in its stubs
        if isinstance(event, yaml.AliasEvent):
            if not self.aliases:
                raise _error(ALIAS, event.start_mark)
            return super().compose_node(parent, index)
        inner = isinstance(event, yaml.CollectionStartEvent)
        self.left -= inner
        if self.left < 0:
            raise _error(DEEP, event.start_mark)
        node = super().compose_node(parent, index)
        if isinstance(node, ScalarNode) and _HALF.search(node.value):
            raise _error(HALF, node.start_mark)
        self.left += inner
        return node
