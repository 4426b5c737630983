"""What a setting of a theme can be: a length, a colour, a number, a word, or true and false.

A style sheet writes a setting as it is. So a text is accepted only if it is one value of CSS, complete in itself: `red; }`
or a bracket that is not closed would change the rules behind it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tinycss2.color5 import parse_color

from bookbuilder.diagnostics import nearest
from bookbuilder.json_schema import BOOLEAN, NONEMPTY, Schema, either, matching
from bookbuilder.phrases import Phrase

LONGEST = 200
"""In characters; no value is longer."""
ABSOLUTE = ("mm", "cm", "in", "pt", "pc", "px", "q")
"""The units of lengths with which the program calculates (`environment.points`)."""
RELATIVE = ("em", "rem", "ex", "ch", "ic", "vw", "vh", "%")
_NUMBER = re.compile(r"\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ABSOLUTE_NUMBER = re.compile(r"\+?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_MEASURE = re.compile(r"([+-]?)([0-9]+(?:[.,][0-9]+)?)(\s*)([^\s\d]*)")
_COLOUR = re.compile(
    r"[A-Za-z]+|#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|[A-Za-z-]+\([A-Za-z0-9#%.,/+ -]*\)"
)
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{3,8}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a setting can be (after "… cannot be 5:"), and a hint."""

    limit: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TokenType:
    """What a setting can be: its JSON Schema for editors, and `problem`, which returns what is wrong with a value of TOML,
    or None."""

    schema: Schema
    problem: Callable[[object], Problem | None]


# -- lengths -----------------------------------------------------------------------------------------------------------


def length(example: str, *, absolute: bool = False, positive: bool = False) -> TokenType:
    """Return the type of a length such as `example`, which is not negative. An `absolute` one has a unit that does not
    depend on type or page, and is not calculated; a `positive` one is not zero."""
    number, units = (_ABSOLUTE_NUMBER, ABSOLUTE) if absolute else (_NUMBER, (*ABSOLUTE, *RELATIVE))
    what = "a length more than zero" if positive else "a length"

    def problem(value: object) -> Problem | None:
        if isinstance(value, str) and _is_length(value, number, units, absolute=absolute, positive=positive):
            return None
        return Problem(
            Phrase('it is {what}, such as "{example}"', what=what, example=example),
            length_hint(value, example, units),
        )

    # A schema refuses less: any unit.
    schema = f"{number.pattern}(?:[A-Za-z]+|%)" + ("" if absolute else "|0")
    return TokenType(matching(schema), problem)


def _is_length(
    value: str, number: re.Pattern[str], units: Sequence[str], *, absolute: bool, positive: bool
) -> bool:
    if len(value) > LONGEST:
        return False
    found = number.match(value)
    if found is None or not math.isfinite(float(found[0])):
        return False
    zero = not float(found[0])
    return not (zero and positive) and (
        value[found.end() :].lower() in units or (zero and value == "0" and not absolute)
    )


def length_hint(value: object, example: str, units: Iterable[str] = ABSOLUTE) -> str:
    """Return a hint for a value that is no length with one of some units; `example` is one."""
    unit = example.lstrip("+.0123456789")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (
            Phrase('a length has a unit, in quotes: "{value}{unit}"', value=value, unit=unit)
            if 0 <= value < math.inf
            else ""
        )
    found = _MEASURE.fullmatch(value.strip()[:LONGEST]) if isinstance(value, str) else None
    if found is None:
        return ""
    sign, number, space, own = found.groups()
    if sign == "-":
        return "it cannot be negative"
    number = number.replace(",", ".")
    if not own:
        return Phrase('a length needs a unit: "{number}{unit}"', number=number, unit=unit)
    if own.lower() not in units:
        return nearest(own.lower(), units) or Phrase("units are {units}", units=", ".join(units))
    return (
        Phrase('write "{value}"', value=f"{number}{own}") if space or f"{sign}{number}{own}" != value else ""
    )


# -- colours -----------------------------------------------------------------------------------------------------------


def colour() -> TokenType:
    """Return the type of a colour of CSS: a name, hexadecimal digits or a function, without `var()`."""

    def problem(value: object) -> Problem | None:
        if isinstance(value, str) and _is_colour(value):
            return None
        return Problem("it is a colour of CSS", _colour_hint(value))

    return TokenType(matching(_COLOUR.pattern), problem)


def _is_colour(value: str) -> bool:
    if len(value) > LONGEST or not _COLOUR.fullmatch(value):
        return False
    try:
        return parse_color(value) is not None
    except (ArithmeticError, ValueError, TypeError, IndexError):  # of tinycss2, for `rgb()`, say
        return False


def _colour_hint(value: object) -> str:
    if isinstance(value, str):
        text = value.strip().removeprefix("#")
        if _HEXADECIMAL.fullmatch(text):
            return (
                Phrase('did you mean "#{text}"?', text=text)
                if len(text) in (3, 4, 6, 8) and value != f"#{text}"
                else "behind # are three, four, six or eight digits"
            )
        if text.isascii() and text.isalpha() and (close := nearest(text.lower(), _colour_names())):
            return close
    return 'a colour is written as "#0b5d4c", as "rgb(11 93 76)" or by its English name, such as "teal"'


def _colour_names() -> Iterable[str]:
    from PIL.ImageColor import colormap  # those of CSS; only a mistake needs them

    return colormap


# -- numbers and words -------------------------------------------------------------------------------------------------


def number(least: int, most: int, *, whole: bool = False) -> TokenType:
    """Return the type of a number, in quotes or not."""
    kind = Phrase("a whole number") if whole else Phrase("a number")
    pattern = re.compile(r"[0-9]{1,9}" if whole else r"[0-9]{1,9}(?:\.[0-9]{1,9})?")

    def problem(value: object) -> Problem | None:
        text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
        if pattern.fullmatch(text) and least <= float(text) <= most:
            return None
        return Problem(Phrase("it is {kind} from {least} to {most}", kind=kind, least=least, most=most))

    numeric = {"type": "integer" if whole else "number", "minimum": least, "maximum": most}
    return TokenType(either(matching(pattern.pattern), numeric), problem)


def words(*offered: str, also: Iterable[str] = ()) -> TokenType:
    """Return the type of one of some words; `also` are others that are accepted, but neither named nor offered by
    editors."""
    known = (*offered, *also)
    limit = Phrase("it is {offered} or {last}", offered=", ".join(offered[:-1]), last=offered[-1])

    def problem(value: object) -> Problem | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if (str(value) if whole else value) in known:
            return None
        return Problem(limit, nearest(value[:LONGEST], offered) if isinstance(value, str) else "")

    numbers: list[object] = [int(word) for word in known if word.isdecimal()]
    return TokenType({"enum": [*known, *numbers]}, problem)


def truth() -> TokenType:
    """Return the type of true or false."""
    problem = Problem("it is true or false, without quotes")
    return TokenType(BOOLEAN, lambda value: None if isinstance(value, bool) else problem)


def font() -> TokenType:
    """Return the type of the name of a font; whether there is one, `theme.font` says."""
    problem = Problem("it is the name of a font in quotes")
    return TokenType(NONEMPTY, lambda value: None if isinstance(value, str) and value.strip() else problem)
