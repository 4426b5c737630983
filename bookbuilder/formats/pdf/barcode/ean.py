"""Turns a number into the bars of an EAN-13 symbol and of the five-digit add-on beside it (ISO/IEC 15420, 4.3).

A pattern is a text of modules, `1` dark and `0` light.
"""

from __future__ import annotations

from collections.abc import Iterator

_RIGHT = (
    "1110010", "1100110", "1101100", "1000010", "1011100", "1001110", "1010000", "1000100", "1001000", "1110100",
)  # fmt: skip
"""Number set C."""
_ODD = tuple("".join("10"[int(module)] for module in pattern) for pattern in _RIGHT)
"""Number set A: that of C with light and dark exchanged."""
_EVEN = tuple(pattern[::-1] for pattern in _RIGHT)
"""Number set B: that of C from right to left."""
_SETS = {"A": _ODD, "B": _EVEN}
_FIRST = (
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA",
)  # fmt: skip
"""The number sets of the left half, which say the first digit."""
_CHECKED = ("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA", "AABBA", "AAABB", "ABABA", "ABAAB", "AABAB")
"""The number sets of an add-on, which say its check digit."""
WIDTH, ADDED = 95, 47
"""In modules: how wide the bars of a symbol and of an add-on are."""


def ean13(number: str) -> str:
    """Return the 95 modules of a number of 13 digits, the last of which is its check digit."""
    left = zip(_FIRST[int(number[0])], number[1:7], strict=True)
    return "".join(
        ("101", *(_SETS[name][int(digit)] for name, digit in left), "01010",
         *(_RIGHT[int(digit)] for digit in number[7:]), "101")
    )  # fmt: skip


def ean5(number: str) -> str:
    """Return the 47 modules of an add-on of five digits."""
    check = sum(int(digit) * (3, 9)[at % 2] for at, digit in enumerate(number)) % 10
    digits = (_SETS[name][int(digit)] for name, digit in zip(_CHECKED[check], number, strict=True))
    return "1011" + "01".join(digits)


def bars(pattern: str) -> Iterator[tuple[int, int]]:
    """Yield where each dark bar begins, and how wide it is, in modules.

    >>> list(bars("1011"))
    [(0, 1), (2, 2)]
    """
    at = 0
    while (start := pattern.find("1", at)) >= 0:
        at = pattern.find("0", start)
        at = len(pattern) if at < 0 else at
        yield start, at - start
