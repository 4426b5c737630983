"""Writes ECB exchange rates into facts.toml, once for each equivalent; everything else stays as its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import Findings, Rule, Severity
from bookbuilder.facts.ecb_rates import SOURCE, Fixing, fixing
from bookbuilder.facts.fact_values import Amount
from bookbuilder.facts.facts_file import read_facts
from bookbuilder.toml_tables.positions import key_spans

NO_FIXING = Rule(
    "rate.unknown",
    "the ECB has no rate of {currency} to {equivalent} for {day}, nor for the week before",
    "The European Central Bank fixes the rates of about thirty currencies on working days; some have ended (RUB in"
    " March 2022), others were never there (UAH). A rate that is older than seven days is not used, nor one of a later"
    " day. Write the rate of another bank into facts.toml yourself, with its source.",
    Severity.WARNING,
)
NO_DAY = Rule(
    "rate.undated",
    "the fact {name} has an equivalent but no date",
    "What a sum is worth depends on the day: give the fact the date on which the sum was named.",
    Severity.WARNING,
)
DIFFERENT = Rule(
    "rate.different",
    "the fact {name} has the rate {rate}; that of the ECB for {day} is {other}",
    "`bookbuilder facts rates` changes no rate that is there. Delete it to get the one of the bank, or name its source.",
    Severity.NOTICE,
)


@dataclass(frozen=True, slots=True)
class FrozenRates:
    """The new text of facts.toml, and the added rates by the name of their fact."""

    text: str
    rates: Mapping[str, Fixing]


def freeze_rates(text: str, path: str, findings: Findings) -> FrozenRates | None:
    """Return facts.toml with a rate for each equivalent that has a date; None if it has errors.

    Reports `rate.*`, and what reading it reports.
    """
    import tomlkit

    facts = read_facts(text, path, findings, rated=False)
    if findings.failed:
        return None
    document: Any = tomlkit.parse(text)
    spans, rates = key_spans(text, path), {}
    for name, fact in facts.items():
        if not isinstance(fact, Amount) or not fact.equivalent:
            continue
        table, span = document[name], spans[name,]
        day = fact.rate_date or fact.date
        if day is None:
            if fact.rate is None:
                findings(NO_DAY, span, name=name, hint="add a date such as date = 2022-01-19")
            continue
        rate = fixing(fact.currency, fact.equivalent, day)
        if fact.rate is not None:
            if rate is not None and rate.rate != fact.rate and table.get("source", SOURCE) == SOURCE:
                findings(DIFFERENT, span, name=name, rate=fact.rate, day=rate.day, other=rate.rate)
        elif rate is None:
            findings(NO_FIXING, span, currency=fact.currency, equivalent=fact.equivalent, day=day)
        else:
            rates[name] = rate
            _write(table, rate)
    return FrozenRates(tomlkit.dumps(document), rates)


def _write(table: Any, rate_fixing: Fixing) -> None:
    """Put a rate into the table of a fact, behind its date; blank lines and comments below stay below.

    tomlkit alone would put it behind the comment that announces the next table.
    """
    import tomlkit
    from tomlkit.container import Container

    new = {"rate": f"{rate_fixing.rate:f}", "rate_date": rate_fixing.day} | (
        {} if "source" in table else {"source": SOURCE}
    )
    before = "date"
    for key, value in new.items():
        if isinstance(table.value, Container) and key not in table:
            table.value._insert_after(before, key, tomlkit.item(value))
        else:  # an inline table
            table[key] = value
        before = key
