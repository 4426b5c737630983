"""Commands and environments of TeX that are not set, and what to write in their place."""

from __future__ import annotations

from collections.abc import Mapping

_COLOUR = ("a formula has the colour of the text", "take the colour out; the theme has the colours of a book")
_UNITS = (
    "numbers and units of siunitx are not set",
    r"write the unit with \mathrm, behind a narrow space: 3\,\mathrm{kg}",
)
_BETWEEN = (
    "words between lines are not set",
    "end the formula before the words, and begin another behind them",
)
REFUSED_COMMANDS: Mapping[str, tuple[str, str]] = {
    "tag": (
        "a formula has no number of its own",
        "write {#eq:word} behind it: the book numbers its formulas",
    ),
    "ref": ("a formula holds no reference", "refer to it in the text: [](#eq:word)"),
    "eqref": ("a formula holds no reference", "refer to it in the text: [](#eq:word)"),
    "ce": ("chemistry is not set", r"write it with \mathrm: \mathrm{H_2O}"),
    "intertext": _BETWEEN,
    "shortintertext": _BETWEEN,
    **dict.fromkeys(("color", "textcolor", "colorbox", "fcolorbox"), _COLOUR),
    **dict.fromkeys(("pu", "SI", "si", "qty", "unit", "num", "ang"), _UNITS),
}
REFUSED_ENVIRONMENTS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("eqnarray", "eqnarray*"),
        (
            "eqnarray spaces its signs badly and is not set",
            r"write \begin{align}, with one & before each relation",
        ),
    ),
    **dict.fromkeys(
        ("multline", "multline*", "multlined"),
        ("multline is not set", r"write \begin{aligned}, with & before what stands below one another"),
    ),
    **dict.fromkeys(
        (f"{kind}matrix*" for kind in ("", "p", "b", "B", "v", "V")),
        (
            "a matrix with columns to one side is not set",
            r"write an array between fences: \left[\begin{array}{rr} … \end{array}\right]",
        ),
    ),
    **dict.fromkeys(
        ("CD", "tikzcd", "tikzpicture"), ("diagrams are not set", "draw it, and place it as a picture")
    ),
}
