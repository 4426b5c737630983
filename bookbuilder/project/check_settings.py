"""Reads `[check]` of book.toml: severities of diagnostics, and diagnostics that are ignored for a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bookbuilder import json_schema, renamed
from bookbuilder.diagnostics import Severity
from bookbuilder.project.project import Checks, Ignore, SeverityOverride
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    accepting,
    list_of,
    nonempty_text,
    one_of,
    schemas_of,
    table,
)

IGNORE: Mapping[str, ValueParser[object]] = {
    "code": nonempty_text,
    "reason": nonempty_text,
    "path": nonempty_text,
    "words": nonempty_text,
}
IGNORE_NEEDS = ("code", "reason")
_severity = one_of([severity.value for severity in Severity])


def _weights(data: Mapping[str, Any], spot: TomlLocation, above: str) -> Iterator[SeverityOverride]:
    """Yield code → severity; an unquoted code is a nested table, since its point separates keys."""
    for key, value in data.items():
        here = spot.of(key)
        if isinstance(value, dict) and not above:
            yield from _weights(value, here, f"{key}.")
        elif (severity := _severity(value, here)) is not None:
            yield SeverityOverride(_current_code(f"{above}{key}", here), Severity(severity), here.span)


@accepting(
    json_schema.free_table(json_schema.either(_severity.schema, json_schema.free_table(_severity.schema)))
)
def _severities(value: Any, spot: TomlLocation) -> tuple[SeverityOverride, ...] | None:
    """Code → severity."""
    if not isinstance(value, dict):
        spot.report_type(value, "a table", "[check.severity]")
        return None
    return tuple(_weights(value, spot, ""))


@accepting(json_schema.closed_table(schemas_of(IGNORE), IGNORE_NEEDS))
def _ignore(value: Any, spot: TomlLocation) -> Ignore | None:
    """Parse an ignored diagnostic: its code and the reason, perhaps for one file only, or for messages with certain
    words."""
    read = table(value, spot, IGNORE, IGNORE_NEEDS)
    if not read or not read.keys() >= set(IGNORE_NEEDS):
        return None
    return Ignore(**{**read, "code": _current_code(read["code"], spot.of("code"))}, span=spot.span)


PROOF = "proof.open"
"""The code of a book with open marks, whose severity has a key of its own: it is for a release."""
CHECK: Mapping[str, ValueParser[object]] = {
    "severity": _severities,
    "ignore": list_of(_ignore),
    "proof": _severity,
}


def parse_checks(data: Any, spot: TomlLocation) -> Checks:
    """Return the settings in `[check]`; reports `book.*`."""
    read = table(data, spot, CHECK) or {}
    weights = read.get("severity", ())
    if proof := read.get("proof"):
        weights = (*weights, SeverityOverride(PROOF, Severity(proof), spot.of("proof").span))
    return Checks(weights, read.get("ignore", ()))


def _current_code(written: str, spot: TomlLocation) -> str:
    """Return the current code of a diagnostic; reports an old one (`spelling.old`)."""
    code = renamed.CODES.get(written, written)
    if code != written:
        renamed.tell(spot.report, spot.span, written, code)
    return code
