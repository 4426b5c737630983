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
from bookbuilder.facts.facts_file import NO_RATE, parse_literal, read_facts
from bookbuilder.facts.format_fact import FORMS, NONE, FormattedFact, format_fact
from bookbuilder.facts.spoken_forms import spoken_forms, spoken_sign

__all__ = [
    "FORMS",
    "NONE",
    "NO_RATE",
    "Amount",
    "Day",
    "Duration",
    "FactValue",
    "FormattedFact",
    "Interval",
    "Number",
    "Percentage",
    "Quantity",
    "format_fact",
    "parse_literal",
    "read_facts",
    "spoken_forms",
    "spoken_sign",
]
