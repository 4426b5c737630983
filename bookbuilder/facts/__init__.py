"""Facts: values that the book says once and every locale prints in its own way."""

from bookbuilder.facts.model import (
    Amount,
    Day,
    Duration,
    FactValue,
    Interval,
    Number,
    Percentage,
    Quantity,
)
from bookbuilder.facts.read import NO_RATE, literal, read
from bookbuilder.facts.show import FORMS, NONE, Shown, show
from bookbuilder.facts.spoken import signs, spoken

__all__ = [
    "FORMS",
    "NONE",
    "NO_RATE",
    "Amount",
    "Day",
    "Duration",
    "FactValue",
    "Interval",
    "Number",
    "Percentage",
    "Quantity",
    "Shown",
    "literal",
    "read",
    "show",
    "signs",
    "spoken",
]
