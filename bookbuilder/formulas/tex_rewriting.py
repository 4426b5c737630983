r"""Says in other TeX what the converter does not know, and keeps where each piece came from.

`\begin{align}` numbers its lines, which the book does itself; `\mbox` is `\text`; `\text{for $x$}` is taken apart. What
would be printed otherwise than it was meant is refused: a line break outside a table, a colour, a number of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_signs import TILDE, TexSign, closing, signs
from bookbuilder.formulas.unsupported_tex import REFUSED_COMMANDS, REFUSED_ENVIRONMENTS
from bookbuilder.phrases import Phrase

_SAME = {
    "mbox": r"\text", "textnormal": r"\text", "textup": r"\text", "mathup": r"\mathrm", "ensuremath": "", "mathnormal": "",
    "pmb": r"\boldsymbol",
    "nonumber": "", "notag": "", "cr": r"\\", "tabularnewline": r"\\",
    "dotsb": r"\cdots ", "dotsm": r"\cdots ", "dotsi": r"\cdots ", "dotsc": r"\ldots ", "dotso": r"\ldots ",
    "colon": r"\mkern2mu\colon\mkern6mu ",
    "widetilde": rf"\overset{{{TILDE}}}",
}  # fmt: skip
"""Commands, and what says the same."""
_ENVIRONMENTS = {
    "align": "aligned", "align*": "aligned", "alignat": "aligned", "alignat*": "aligned", "alignedat": "aligned",
    "split": "aligned", "gather": "gathered", "gather*": "gathered", "equation": "", "equation*": "",
    "displaymath": "", "math": "", "smallmatrix": "subarray",
}  # fmt: skip
"""Environments, and those that say the same without numbers of their own; empty: it is a group."""
_LEFT_CELLS = frozenset(name for name, other in _ENVIRONMENTS.items() if other == "aligned") | {"aligned"}
"""Environments in which every second cell begins as if there were something before it: its plus has room on both sides."""
_SIGNS_BETWEEN = (
    "+",
    "-",
    "−",
    "±",
    "∓",
    "\\pm",
    "\\mp",
    "\\cdot",
    "\\times",
    "\\oplus",
    "\\otimes",
    "\\cup",
    "\\cap",
)
_SPACES = ("quad", "qquad", ",", ";", ":", "!", " ", "enspace", "thinspace")
_COUNTED = ("alignat", "alignat*", "alignedat")
"""Environments with a number of columns behind their name."""
_PAIRS = (
    "left",
    "right",
    "middle",
    *(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in "lrm"),
)
_ANGLES = {"<": r"\langle ", ">": r"\rangle "}
_TEXTS = ("text", "mbox", "textrm", "textnormal", "textup", "textbf", "textit", "textsf", "texttt")
_LENGTH = re.compile(r"\s*-?\d*\.?\d*\s*(?:pt|mm|cm|in|ex|em|mu|bp|pc|dd|cc|sp)\s*")
_ONE_ROW = ("equation", "equation*", "displaymath", "math")


@dataclass(slots=True)
class Rewritten:
    """TeX for the converter. `labels` are the names that `\\label` gives the formula."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    there: list[int] = field(default_factory=list)
    here: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add(self, text: str, start: int) -> None:
        """Add a piece that stands at `start` in the source."""
        self.here.append(self.length)
        self.there.append(start)
        self.parts.append(text)
        self.length += len(text)

    @property
    def tex(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    def source_position(self, position: int) -> int:
        """Return where in the source the piece at a position came from."""
        index = bisect_right(self.here, position) - 1
        if index < 0:
            return 0
        inside = position - self.here[index]
        return self.there[index] + min(inside, max(0, len(self.parts[index]) - 1))


def rewritten(tex: str) -> Rewritten | Refusal:
    """Return TeX that the converter knows, or what cannot be set and where."""
    rewriting = _Rewriting(tex)
    while rewriting.at < len(rewriting.signs):
        refusal = rewriting.step()
        if refusal is not None:
            return refusal
    return rewriting.result


class _Rewriting:
    """The rewriting of one formula; `rows` says for each open environment whether it has rows."""

    def __init__(self, tex: str) -> None:
        self.signs, self.at, self.result = signs(tex), 0, Rewritten()
        self.rows: list[bool] = []
        self.cells: list[int] = []
        self.fences = 0

    def step(self) -> Refusal | None:
        sign = self.signs[self.at]
        name = sign.name
        if name in REFUSED_COMMANDS:
            problem, hint = REFUSED_COMMANDS[name]
            return Refusal(sign.start, problem, hint)
        if name == "\\":
            return self.line_break(sign)
        if sign.text == "&":
            self.cell(sign)
            return None
        step = _STEPS.get(name)
        if step is not None:
            return step(self, sign)
        if name in _TEXTS and self.holds_formula():
            return self.text(sign)
        self.same(sign)
        return None

    def same(self, sign: TexSign) -> None:
        """Add a sign, or what says the same."""
        self.result.add(_SAME.get(sign.name, sign.text), sign.start)
        if sign.name in _PAIRS and self.text_at(self.at + 1) in _ANGLES:
            self.at += 1
            self.result.add(_ANGLES[self.signs[self.at].text], self.signs[self.at].start)
        self.at += 1

    def text_at(self, index: int) -> str:
        return self.signs[index].text if index < len(self.signs) else ""

    def after_space(self, index: int) -> int:
        """Return the index of the first sign from one on that is no space."""
        while index < len(self.signs) and self.signs[index].text.isspace():
            index += 1
        return index

    def group(self, index: int) -> tuple[str, int]:
        """Return the text of the group at an index, and the index behind it; nothing if there is none."""
        index = self.after_space(index)
        if self.text_at(index) != "{":
            return "", index
        end = closing(self.signs, index)
        return "".join(sign.text for sign in self.signs[index + 1 : end]), end + 1

    def line_break(self, sign: TexSign) -> Refusal | None:
        if not any(self.rows):
            return Refusal(
                sign.start,
                "there is no line to break here",
                r"put the lines into \begin{aligned} … \end{aligned}, with & before what stands below one another",
            )
        self.result.add(r"\\ ", sign.start)
        self.cells[-1] = min(self.cells[-1], 0)
        self.at += 1
        if self.text_at(self.at)[:1] == "*":
            star = self.signs[self.at]
            self.result.add(star.text[1:], star.start + 1)
            self.at += 1
        length = self.after_space(self.at)
        if self.text_at(length) == "[" and self.text_at(length + 2) == "]":
            if _LENGTH.fullmatch(self.text_at(length + 1)):
                self.at = length + 3  # space between lines is the theme's
        return None

    def cell(self, sign: TexSign) -> None:
        """Begin a cell; one to the left of its column has a sign between things as its first one."""
        self.result.add("&", sign.start)
        self.at += 1
        if not self.cells or self.cells[-1] < 0:
            return
        self.cells[-1] += 1
        first = self.at
        while first < len(self.signs) and (
            self.text_at(first).isspace() or self.signs[first].name in _SPACES
        ):
            first += 1
        if self.cells[-1] % 2 and self.text_at(first).lstrip().startswith(_SIGNS_BETWEEN):
            self.result.add("{}", sign.start)

    def begin(self, sign: TexSign) -> Refusal | None:
        name, after = self.group(self.at + 1)
        if name in REFUSED_ENVIRONMENTS:
            problem, hint = REFUSED_ENVIRONMENTS[name]
            return Refusal(sign.start, problem, hint)
        other = _ENVIRONMENTS.get(name, name)
        self.rows.append(name not in _ONE_ROW)
        self.cells.append(0 if name in _LEFT_CELLS else -1)
        if name in _COUNTED:
            _, after = self.group(after)
        self.result.add(rf"\begin{{{other}}}" if other else "{", sign.start)
        if name == "smallmatrix":
            self.result.add("{c}", sign.start)
        self.at = after
        return None

    def end(self, sign: TexSign) -> Refusal | None:
        name, after = self.group(self.at + 1)
        other = _ENVIRONMENTS.get(name, name)
        if self.rows:
            self.rows.pop()
            self.cells.pop()
        self.result.add(rf"\end{{{other}}}" if other else "}", sign.start)
        self.at = after
        return None

    def substack(self, sign: TexSign) -> Refusal | None:
        start = self.after_space(self.at + 1)
        end = closing(self.signs, start) if self.text_at(start) == "{" else 0
        if not end or end == len(self.signs):
            return Refusal(
                sign.start, r"\substack has no group", r"write its lines in braces: \substack{a \\ b}"
            )
        self.result.add(r"\begin{subarray}{c}", sign.start)
        self.rows.append(True)
        self.cells.append(-1)
        self.at = start + 1
        while self.at < end:
            refusal = self.step()
            if refusal is not None:
                return refusal
        self.rows.pop()
        self.cells.pop()
        self.result.add(r"\end{subarray}", self.signs[end].start)
        self.at = end + 1
        return None

    def label(self, sign: TexSign) -> Refusal | None:
        name, self.at = self.group(self.at + 1)
        self.result.labels.append(name.strip())
        self.result.add(" ", sign.start)
        return None

    def operator(self, sign: TexSign) -> Refusal | None:
        star = self.text_at(self.at + 1)[:1] == "*"
        name, after = self.group(self.at + (2 if star else 1))
        words, after = self.group(after)
        self.result.add(
            rf"\newcommand{{{name}}}{{\operatorname{'*' if star else ''}{{{words}}}}}", sign.start
        )
        self.at = after
        return None

    def definition(self, sign: TexSign) -> Refusal | None:
        r"""Let a formula define what it likes: it knows none of the commands that the converter has besides those of TeX."""
        at = self.at + 1
        if self.text_at(at)[:1] == "*":
            return Refusal(
                sign.start,
                Phrase("{text}* is not set", text=sign.text),
                Phrase("write {text}, without the star", text=sign.text),
            )
        at = self.after_space(at)
        name, after = self.group(at)
        if not name and self.text_at(at).startswith("\\"):
            name, after = self.text_at(at), at + 1
        if name == r"\arraystretch":
            return Refusal(sign.start, "the space between rows is that of the theme", "take it out")
        if self.text_at(after) == "[" and self.text_at(after + 3) == "[":
            return Refusal(
                sign.start,
                Phrase("{name} has a value for a word that is left out", name=name),
                "define two commands, one with fewer words",
            )
        if name and sign.name == "newcommand":
            self.result.add(rf"\providecommand{{{name}}}{{}}\renewcommand", sign.start)
        else:
            self.result.add(sign.text, sign.start)
        self.at += 1
        return None

    def fence(self, sign: TexSign) -> Refusal | None:
        if sign.name == "middle" and self.fences < 1:
            return Refusal(
                sign.start,
                r"\middle stands outside \left and \right",
                r"write \mid, or \left before it and \right behind",
            )
        self.fences += (sign.name == "left") - (sign.name == "right")
        self.same(sign)
        return None

    def holds_formula(self) -> bool:
        """Whether the group of the text here has formulas of its own."""
        start = self.after_space(self.at + 1)
        if self.text_at(start) != "{":
            return False
        inside = self.signs[start + 1 : closing(self.signs, start)]
        return any(sign.text in ("$", r"\(") for sign in inside)

    def text(self, sign: TexSign) -> Refusal | None:
        r"""Take `\text{for $x$ in it}` apart: words, a formula, words."""
        start = self.after_space(self.at + 1)
        end = closing(self.signs, start)
        command = _SAME.get(sign.name, sign.text)
        self.result.add("{" + command + "{", sign.start)
        self.at, inside = start + 1, False
        while self.at < end:
            piece = self.signs[self.at]
            if piece.text in ("$", r"\(", r"\)"):
                self.result.add("}" if not inside else command + "{", piece.start)
                inside = not inside
                self.at += 1
            elif inside:
                refusal = self.step()
                if refusal is not None:
                    return refusal
            elif piece.name in _TEXTS or piece.text == "{":
                return Refusal(
                    piece.start, "this text has both styles and formulas", "take it apart: one text for each"
                )
            else:
                self.result.add(piece.text, piece.start)
                self.at += 1
        if inside:
            return Refusal(sign.start, "a formula in this text is not closed", "close it with a dollar sign")
        self.result.add("}}", self.signs[end].start if end < len(self.signs) else sign.start)
        self.at = end + 1
        return None


_STEPS: Mapping[str, Callable[[_Rewriting, TexSign], Refusal | None]] = {
    "begin": _Rewriting.begin,
    "end": _Rewriting.end,
    "substack": _Rewriting.substack,
    "label": _Rewriting.label,
    "DeclareMathOperator": _Rewriting.operator,
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand"), _Rewriting.definition),
    **dict.fromkeys(("left", "middle", "right"), _Rewriting.fence),
}
