"""Facts: values that the book says once and every locale prints in its own way."""

from bookbuilder.facts.fact_values import (
    Amount,
    Day,
    Duration,
    FactValue,
    Interval,
    Number,
    Percentage,
    Quantity,
)
from bookbuilder.facts.facts_file import NO_RATE, literal, read
from bookbuilder.facts.format_fact import FORMS, NONE, Shown, show
from bookbuilder.facts.spoken_forms import signs, spoken

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
