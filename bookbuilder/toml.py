"""Parses TOML within a limit on dotted keys, for which `tomllib` takes quadratic time."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from bookbuilder.limits import PARTS

_KEY = r"""(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+"""
_SEARCHED = re.compile(
    rf"(?P<key>(?:{_KEY}\.[ \t]*+){{{PARTS}}})"
    r"""|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+'|\#[^\n]*+|[\w-]++""",
    re.DOTALL,
)
"""A key with too many parts, or what may contain a lookalike: strings and comments."""


def loads(text: str) -> dict[str, Any]:
    """Return the data of a TOML text.

    Raises what `tomllib.loads` does (`TOMLDecodeError` with the place in its message, other `ValueError`, `RecursionError`).

    >>> loads("a.b = 1")
    {'a': {'b': 1}}
    """
    for match in _SEARCHED.finditer(text) if text.count(".") >= PARTS else ():
        if match["key"]:
            start = match.start()
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            problem = f"A key has more than {PARTS} parts"
            raise tomllib.TOMLDecodeError(f"{problem} (at line {line}, column {column})")
    return tomllib.loads(text)
