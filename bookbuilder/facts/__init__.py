"""Facts: values that the book says once and every locale prints in its own way."""

from bookbuilder.facts.model import Amount, Day, Duration, FactValue, Interval, Number
from bookbuilder.facts.read import literal, read
from bookbuilder.facts.show import Shown, show

__all__ = [
    "Amount",
    "Day",
    "Duration",
    "FactValue",
    "Interval",
    "Number",
    "Shown",
    "literal",
    "read",
    "show",
]
