"""Estimates how large the result of a template expression will be, before it is computed, so that no template fills the
memory: infinite if it exceeds what a text may have, 0 if it is small or nothing is known of the operation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import inf
from typing import Any, NamedTuple

LIMIT = 2_000_000
"""The most characters or list items that an expression in a template may make."""
FEW = 1000
BITS = 10_000
"""The most bits of an integer."""
WIDTH = 100_000
"""The largest width, or number of parts, for a filter."""
COPIED = 1_000_000_000
"""The most characters that are copied to break long words."""
_NUMBER = re.compile(r"\d{6,}")
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(?:\d+|(\*))?(?:\.(?:\d+|(\*)))?")

_Sized = (str, bytes, bytearray, list, tuple, dict, set, frozenset, range)


def text_size(value: object, limit: float = LIMIT) -> float:
    """Return a lower bound for the length of a value as text, in characters; infinite beyond a limit, or if it is nested too
    deeply to print."""
    total = 0.0
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str | bytes | bytearray):
            total += len(one)
        elif isinstance(one, range):
            total += len(one) * 7
        elif isinstance(one, list | tuple | set | frozenset | dict):
            total += 2
            if depth > 100 or len(one) + len(waiting) > limit:
                return inf
            waiting += [(inner, depth + 1) for inner in one]
            if isinstance(one, dict):
                waiting += [(inner, depth + 1) for inner in one.values()]
        elif isinstance(one, int):
            total += one.bit_length() / 3 + 1
        else:
            total += 10
        if total > limit:
            return inf
    return total


class PageSize(NamedTuple):
    """The size of HTML: characters and tags."""

    text: int
    tags: int


LISTED = PageSize(2000, 100)
"""What a template may write for each item of a list that it is given, such as an entry of the contents."""


def of_page(values: object, depth: int = 0) -> PageSize:
    """Return the size of all HTML that a template is given, in lists, tables and the fields of values."""
    if isinstance(values, str):
        return PageSize(len(values), values.count("<"))
    if isinstance(values, Mapping):
        inner = list(values.values())
    elif isinstance(values, list | tuple):
        inner = list(values)
    elif is_dataclass(values) and not isinstance(values, type) and depth < 3:
        held = (getattr(values, field.name, None) for field in fields(values))
        inner = [value for value in held if isinstance(value, str)]
    else:
        return PageSize(0, 0)
    own = LISTED if depth else PageSize(0, 0)
    text, tags = own.text * len(inner), own.tags * len(inner)
    if depth < 5:
        for value in inner:
            size = of_page(value, depth + 1)
            text, tags = text + size.text, tags + size.tags
    return PageSize(text, tags)


def item_count(args: Sequence[object]) -> int:
    """Return how many items a filter may go through: those of the list that it filters.

    >>> item_count((range(5), "none")), item_count(("abc",))
    (5, 0)
    """
    own = args[0] if args else ()
    return len(own) if isinstance(own, list | tuple | dict | set | frozenset | range) else 0


def of_operator(operator: str, left: Any, right: Any) -> float:
    """Return the size of a binary operator's result."""
    numbers = isinstance(left, int) and isinstance(right, int)
    match operator:
        case "**" if numbers:
            bits = left.bit_length() * max(0, right)
            return inf if abs(left) > 1 and (bits > BITS or abs(right) > BITS) else 0
        case "*" if numbers:
            return inf if left.bit_length() + right.bit_length() > BITS else 0
        case "*":
            if isinstance(left, int):
                left, right = right, left
            return len(left) * max(0, right) if isinstance(left, _Sized) and isinstance(right, int) else 0
        case "+":
            return len(left) + len(right) if isinstance(left, _Sized) and isinstance(right, _Sized) else 0
        case "%" if isinstance(left, str | bytes):
            return of_percent(left if isinstance(left, str) else left.decode("latin-1"), right)
    return 0


def of_percent(text: str, args: object) -> float:
    """Return the size of a printf-style format: `"%5d" % number`."""
    slots = 0
    named = text.rfind(")") + 1  # behind it no name ends, and each `%(` would look for one up to the end
    for match in _PERCENT.finditer(text[:named] + text[named:].replace("(", "\0")):
        if match[1] or match[2] or _NUMBER.search(match[0]):
            return inf
        slots += 1
    return len(text) + slots * (
        text_size(args) + WIDTH if re.search(r"%[^a-zA-Z%]*\d", text) else text_size(args)
    )


def of_braces(text: str, args: Sequence[object]) -> float:
    """Return the size of a `str.format`: `"{:5}".format(number)`."""
    if _NUMBER.search(text) or re.search(r"\{[^{}]*\{", text.replace("{{", "")):
        return inf
    slots = text.count("{")
    return len(text) + slots * (text_size(args) + (WIDTH if _has_width(text) else 0))


def _has_width(text: str) -> bool:
    """Return whether a number stands behind a colon in the braces of a `str.format`."""
    return any(_DIGIT.search(slot.partition(":")[2]) for slot in text.split("}"))


def of_method(method: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    """Return the size of a method's result on a text, list or number; 0 for other calls."""
    own, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    every = (*args, *kwargs.values())
    if isinstance(own, str | bytes | bytearray):
        size_of = _OF_TEXT.get(name)
        return size_of(own, every) if size_of else (len(own) if len(own) > FEW else 0)
    if isinstance(own, list | dict | set) and name in ("extend", "update", "insert", "append", "add"):
        inner = (
            sum(len(one) for one in every if isinstance(one, _Sized)) if name in ("extend", "update") else 1
        )
        return inf if len(own) + inner > LIMIT else inner
    if isinstance(own, int | float) and name in ("to_bytes", "__round__", "__format__"):
        return max((abs(one) for one in every if isinstance(one, int)), default=0)
    return 0


def _padded(own: Any, args: Sequence[Any]) -> float:
    return float(max([len(own), *(one for one in args if isinstance(one, int))]))


def _replaced(own: Any, args: Sequence[Any]) -> float:
    old, new, *_ = (*args, "", "")
    kind = str if isinstance(own, str) else bytes
    if not isinstance(old, kind) or not isinstance(new, kind):
        return 0
    return float(len(own) + own.count(old) * max(0, len(new) - len(old)))


def _joined(own: Any, args: Sequence[Any]) -> float:
    items = args[0] if args else ()
    return text_size(items) + len(own) * len(items) if isinstance(items, _Sized) else inf


def _tabbed(own: Any, args: Sequence[Any]) -> float:
    tabs = own.count("\t" if isinstance(own, str) else b"\t")
    return float(len(own) + tabs * max([8, *(one for one in args if isinstance(one, int))]))


def _translated(own: Any, args: Sequence[Any]) -> float:
    table = args[0] if args else {}
    longest = (
        max((len(one) for one in table.values() if isinstance(one, str)), default=1)
        if isinstance(table, dict)
        else 1
    )
    return len(own) * max(1, longest)


_OF_TEXT: dict[str, Callable[[Any, Sequence[Any]], float]] = {
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _padded),
    "replace": _replaced,
    "join": _joined,
    "expandtabs": _tabbed,
    "translate": _translated,
}

_WIDE = frozenset({"center", "indent", "truncate", "wordwrap", "batch", "slice", "tojson", "int", "round"})
"""Filters with a number that determines the size of their result."""


def of_filter(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    """Return the size of a filter's result; `args[0]` is the filtered value."""
    if name == "safe":  # it makes nothing: the text is as it was given
        return 0
    own, *rest = (*args, *kwargs.values()) if args else ("", *kwargs.values())
    numbers = [abs(one) for one in rest if isinstance(one, int)]
    if name in _WIDE and max(numbers, default=0) > (100 if name in ("round", "int", "tojson") else WIDTH):
        return inf
    held = text_size([own, *rest])
    texts = max((len(one) for one in rest if isinstance(one, str)), default=0)
    match name:
        case "format":
            return of_percent(str(own), rest)
        case "replace" if isinstance(own, str) and rest and isinstance(rest[0], str):
            return held + own.count(rest[0]) * texts
        case "join" | "replace" | "sum":
            return held + texts * (len(own) if isinstance(own, _Sized) else FEW)
        case "indent" if isinstance(own, str):
            return held + (own.count("\n") + 1) * max([texts, *numbers])
        case "wordwrap" if isinstance(own, str):
            width = kwargs.get("width", args[1] if len(args) > 1 else 79)
            longest = max(map(len, own.split()), default=0)
            # What is left of a word is copied for every line of it.
            if isinstance(width, int) and longest**2 > COPIED * max(1, width):
                return inf
            return held + texts * (len(own) // max(1, min(numbers, default=79)) + own.count("\n") + 1)
        case "batch" | "slice":
            return held + max(numbers, default=0)
    return held if held > FEW else 0
