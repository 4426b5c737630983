"""Finds the facts that an expression names, with their places in it."""

from __future__ import annotations

from functools import lru_cache

from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.expression import FactName, names
from bookbuilder.claims.parse_expression import parse_expression


@lru_cache(256)
def fact_places(text: str) -> tuple[FactName, ...]:
    """Return the names in an expression, perhaps with currencies and keys of series among them; none if it cannot be read.

    >>> [(name.name, name.start) for name in fact_places("share(us-aid, troops)")]
    [('us-aid', 6), ('troops', 14)]
    """
    try:
        return tuple(names(parse_expression(text)))
    except ExpressionError:
        return ()


def named_facts(text: str) -> set[str]:
    """Return the facts that an expression names."""
    return {name.name for name in fact_places(text)}
