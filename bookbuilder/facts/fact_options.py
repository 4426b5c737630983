"""Separates the options in a fact's braces into those of this use (`form=short`) and those of the value itself."""

from __future__ import annotations

from collections.abc import Mapping

USES = {"form", "approx", "cite", "round"}
"""Keys of one use; the others define the fact itself, except parts of `equivalent`."""
NO = {"no", "false", "none"}
PAIRS = ("brackets", "sign")
"""How a sum and its equivalent may be printed together."""


def split_equivalent(options: Mapping[str, str]) -> tuple[str, str]:
    """Return the currency of the option `equivalent` (or a sum in it, or `no`), and which of `PAIRS`; both may be empty.

    >>> split_equivalent({"equivalent": "CHF sign"}), split_equivalent({"equivalent": "no"})
    (('CHF', 'sign'), ('no', ''))
    """
    words = options.get("equivalent", "").split()
    ways = [word for word in words if word in PAIRS]
    return " ".join(word for word in words if word not in PAIRS), ways[-1] if ways else ""


def value_options(options: Mapping[str, str]) -> dict[str, str]:
    """Return the options that define a literal value, without those of its use."""
    currency, _ = split_equivalent(options)
    given = (
        {**options, "equivalent": "" if currency in NO else currency} if "equivalent" in options else options
    )
    return {key: value for key, value in given.items() if key not in USES and (value or key != "equivalent")}
