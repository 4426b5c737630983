"""What the converter says in `style` attributes, as classes: a web edition allows no other styles than those of its sheet.

The sheet for browsers is `html/feature_sheets/formula.css`; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping

_SPACES = {"0": "0", "0.1667em": "3", "0.2222em": "4", "0.2778em": "5"}
"""Spaces beside an operator, and their width in eighteenths of an em."""
_SIZES = (50, 60, 70, 80, 90, 100, 120, 140, 170, 200, 250)
BACK = 36
"""The widest negative space, in eighteenths of an em."""
_LINES = {"solid": "rule", "dashed": "dashes"}

CLASSES: Mapping[str, tuple[str, str]] = {
    "math-left": ("text-align", "left"),
    "math-right": ("text-align", "right"),
    "math-apart": ("padding-left", "1em"),
    "math-near-left": ("padding-left", "0.1em"),
    "math-near-right": ("padding-right", "0.1em"),
    "math-flat-top": ("padding-top", "0"),
    "math-flat-bottom": ("padding-bottom", "0"),
    "math-cfrac": ("padding-top", "0.1667em"),
    "math-compact": ("math-shift", "compact"),
    "math-bold": ("font-weight", "bold"),
    "math-italic": ("font-style", "italic"),
    "math-mono": ("font-family", "monospace"),
    "math-sans": ("font-family", "sans-serif"),
    "math-smallcaps": ("font-variant-caps", "small-caps"),
    **{f"math-before-{number}": ("padding-left", space) for space, number in _SPACES.items()},
    **{f"math-behind-{number}": ("padding-right", space) for space, number in _SPACES.items()},
    **{
        f"math-{name}-{edge}": (f"border-{edge}", f"0.05em {kind} currentcolor")
        for kind, name in _LINES.items()
        for edge in ("left", "right", "top", "bottom")
    },
    **{f"math-size-{size}": ("font-size", f"{size}%") for size in _SIZES},
    **{f"math-back-{number}": ("margin-left", f"-{number / 18:.4f}em") for number in range(1, BACK + 1)},
}
"""Classes, and the declaration that each stands for."""
IGNORED = frozenset((("justify-items", "start"), ("justify-items", "end")))
"""Declarations that say what another one says."""
_BY_DECLARATION = {declaration: name for name, declaration in reversed(tuple(CLASSES.items()))}


def class_of(name: str, value: str) -> str | None:
    """Return the class for a declaration; empty if it needs none, None if there is none.

    >>> class_of("text-align", "left"), class_of("margin-left", "-0.16666667em"), class_of("color", "red")
    ('math-left', 'math-back-3', None)
    """
    if (name, value) in IGNORED:
        return ""
    if name == "margin-left" and value.startswith("-") and value.endswith("em"):
        number = round(float(value[1:].removesuffix("em").removesuffix("r")) * 18)
        return f"math-back-{number}" if 0 < number <= BACK else "" if not number else None
    return _BY_DECLARATION.get((name, value))


def declarations(classes: str) -> dict[str, str]:
    """Return the declarations that classes stand for."""
    return dict(CLASSES[name] for name in classes.split() if name in CLASSES)
