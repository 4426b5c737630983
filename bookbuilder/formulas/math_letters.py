"""The italic letters of formulas."""

from __future__ import annotations

_ITALIC_LETTERS = {
    "h": "ℎ", "ϵ": "𝜖", "ϑ": "𝜗", "ϰ": "𝜘", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛", "ı": "𝚤", "ȷ": "𝚥",
}  # fmt: skip
_RANGES = (
    (0x61, 0x7A, 0x1D44E),
    (0x41, 0x5A, 0x1D434),
    (0x3B1, 0x3C9, 0x1D6FC),
    (0x391, 0x3A9, 0x1D6E2),
)
"""First and last of the letters in a row, and the first of their italic forms."""


def italic(letter: str) -> str:
    """Return a letter as a variable is set (MathML Core, 4.2.2 and C.13).

    >>> italic("x"), italic("h"), italic("Γ"), italic("1")
    ('𝑥', 'ℎ', '𝛤', '1')
    """
    if letter in _ITALIC_LETTERS:
        return _ITALIC_LETTERS[letter]
    number = ord(letter)
    return next(
        (chr(number - first + there) for first, last, there in _RANGES if first <= number <= last), letter
    )
