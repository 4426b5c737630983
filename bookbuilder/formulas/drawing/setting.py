"""What laying out a piece of a formula depends on: its style, the operators' surroundings, and the fonts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bookbuilder.formulas.drawing.boxes import Box
from bookbuilder.formulas.drawing.math_font import MathFont
from bookbuilder.formulas.math_element import MathElement


@dataclass(frozen=True, slots=True)
class MathStyle:
    """How deep in scripts something stands (`level`), whether it is displayed, and whether scripts are low (`cramped`)."""

    level: int = 0
    display: bool = False
    cramped: bool = False

    @property
    def script(self) -> MathStyle:
        """The style of a script."""
        return MathStyle(self.level + 1, display=False, cramped=self.cramped)

    @property
    def low(self) -> MathStyle:
        """The same style with low scripts: below a bar, in a root."""
        return replace(self, cramped=True)

    @property
    def inline(self) -> MathStyle:
        """The style of a numerator or a row of a table: a step below display."""
        return replace(self, display=False) if self.display else self.script

    def of(self, element: MathElement) -> MathStyle:
        """Return the style that an element gives its content."""
        level, display = element.get("scriptlevel"), element.get("displaystyle")
        return replace(
            self,
            level=int(level) if level else self.level,
            display=display == "true" if display else self.display,
            cramped=self.cramped or element.style.get("math-shift") == "compact",
        )


@dataclass(frozen=True, slots=True)
class OperatorPlace:
    """What stands around an operator: the form that its place gives it, how far its row reaches up and down, or the width
    of what it stands above or below. Sizes below zero: nothing is there to grow with."""

    form: str = "infix"
    height: float = -1.0
    depth: float = -1.0
    width: float = -1.0

    @property
    def grows(self) -> bool:
        """Whether an operator can grow with its row."""
        return self.height + self.depth >= 0


ALONE = OperatorPlace()


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The font of formulas, the function that lays out any element, and the one that sets the words of a text."""

    font: MathFont
    lay: Callable[[MathElement, MathStyle, OperatorPlace], Box]
    words: Callable[[str, float, MathElement], Box]

    def size(self, style: MathStyle) -> float:
        """Return the size of a style in em of the text around."""
        names = ("", "SCRIPT_PERCENT_SCALE_DOWN", "SCRIPT_SCRIPT_PERCENT_SCALE_DOWN")
        return self.font.constant(names[min(style.level, 2)]) if style.level > 0 else 1.0

    def constant(self, name: str, style: MathStyle) -> float:
        """Return a measure of the font, in em of the text around."""
        return self.font.constant(name) * self.size(style)

    def axis(self, style: MathStyle) -> float:
        """Return how high the middle of operators and bars stands above the baseline."""
        return self.constant("AXIS_HEIGHT", style)


_LENGTH = re.compile(r"(-?[0-9.]+)(r?em|ex)?")


def length(text: str, size: float) -> float:
    """Return a length in em of the text around, where an em of the element is `size`.

    >>> length("0.5em", 0.7), length("2rem", 0.7), length("0", 1)
    (0.35, 2.0, 0.0)
    """
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return 0.0
    unit = {"em": size, "ex": size * 0.45, "rem": 1.0}.get(match[2] or "", size)
    return float(match[1]) * unit
