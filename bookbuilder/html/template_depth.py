"""Parses templates that nest within limits: Jinja and Python call themselves for each level, and name no line when they
cannot go on."""

from __future__ import annotations

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

STATEMENTS = 15
"""Loops, conditions, blocks and macros in one another. Python allows twenty loops."""
EXPRESSION = 100
"""Brackets, operators, filters and attributes in one another."""
_DEEPER = "it nests too deeply: at most {} {} stand in one another"


def bounded_template(
    environment: Environment, source: str, name: str | None, filename: str | None
) -> nodes.Template:
    """Return a parsed template; raises `TemplateSyntaxError` with the line also if it nests too deeply, or if a number in it
    is too long."""
    line = 1
    try:
        parser = Parser(environment, source, name, filename)
        try:
            tree = parser.parse()
        except (RecursionError, ValueError):
            line = parser.stream.current.lineno
            raise
    except RecursionError:
        problem = _DEEPER.format(EXPRESSION, "brackets or operators")
    except ValueError as error:  # int() of thousands of digits
        problem = str(error).partition(";")[0]
    else:
        problem, line = _too_deep(tree)
        if not problem:
            return tree
    raise TemplateSyntaxError(problem, line, name, filename)


def _too_deep(tree: nodes.Template) -> tuple[str, int]:
    """Return what is nested too deeply in a template, and its line; an empty text if nothing is."""
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, statements, expressions = waiting.pop()
        if statements > STATEMENTS:
            return _DEEPER.format(STATEMENTS, "loops, conditions or blocks"), node.lineno
        if expressions > EXPRESSION:
            return _DEEPER.format(EXPRESSION, "brackets or operators"), node.lineno
        if isinstance(node, nodes.If) and len(node.elif_) > EXPRESSION:  # Python nests them
            return _DEEPER.format(EXPRESSION, "conditions"), node.lineno
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Stmt) and not isinstance(child, nodes.Output):
                waiting.append((child, statements + 1, 0))
            else:
                waiting.append((child, statements, expressions + isinstance(child, nodes.Expr)))
    return "", 0
