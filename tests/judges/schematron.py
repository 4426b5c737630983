"""Runs a Schematron schema of query binding `xslt2`: patterns, rules, lets, asserts and reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import elementpath
from elementpath.xpath2 import XPath2Parser
from lxml import etree

_S = "{http://purl.oclc.org/dsdl/schematron}"


def schematron(schema: Path, document: etree._Element) -> Iterator[str]:
    """Yield what a schema says against a document; what it only warns of is left out."""
    # The rules of OASIS declare entities for the addresses that they name; the file is theirs, and nothing is fetched.
    root = etree.parse(schema, etree.XMLParser(resolve_entities=True, no_network=True)).getroot()
    spaces = {one.get("prefix", ""): one.get("uri", "") for one in root.iter(f"{_S}ns")}
    tree: Any = elementpath.get_node_tree(cast("Any", document), namespaces=spaces)

    def ask(expression: str, node: Any, variables: dict[str, Any]) -> Any:
        parser = XPath2Parser(namespaces=spaces, variable_types=None)
        token = parser.parse(expression.replace("current()", "$current"))
        context = elementpath.XPathContext(tree, item=node, variables={**variables, "current": node})
        return token.evaluate(context)

    def true(expression: str, node: Any, variables: dict[str, Any]) -> bool:
        return bool(ask(f"boolean({expression})", node, variables))

    for pattern in root.iter(f"{_S}pattern"):
        seen: set[Any] = set()
        for rule in pattern.iter(f"{_S}rule"):
            for node in _nodes(rule.get("context", ""), tree, spaces):
                if id(node) in seen:
                    continue
                seen.add(id(node))
                variables: dict[str, Any] = {}
                for let in rule.iter(f"{_S}let"):
                    variables[let.get("name", "")] = ask(let.get("value", ""), node, variables)
                for test in rule:
                    if test.tag not in (f"{_S}assert", f"{_S}report") or "warn" in test.get(
                        "role", rule.get("role", "")
                    ):
                        continue
                    if true(test.get("test", ""), node, variables) == (test.tag == f"{_S}report"):
                        words = " ".join("".join(map(str, test.itertext())).split())
                        yield f"{pattern.get('id')}: {words}"


def _nodes(context: str, tree: Any, spaces: dict[str, str]) -> list[Any]:
    """Return the nodes that the context of a rule means."""
    expression = " | ".join(f"//{one.strip()}" for one in _alternatives(context))
    token = XPath2Parser(namespaces=spaces).parse(expression)
    return list(token.select(elementpath.XPathContext(tree)))


def _alternatives(context: str) -> list[str]:
    """Return the alternatives of a pattern; a bar within brackets parts none."""
    found, depth = [""], 0
    for sign in context:
        depth += (sign == "[") - (sign == "]")
        if sign == "|" and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found
