"""The record of a check of settings, which a file in this folder exports as `CHECK`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder import discovery
from bookbuilder.diagnostics import Report, Span
from bookbuilder.json_schema import Schema


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """A check. `schemas` are those of settings, or of all settings in a table (`lines.hyphen`, `pages`); `report_token`
    gets each setting of a theme with its keys, and reports wrong values."""

    schemas: Mapping[str, Schema]
    report_token: Callable[[Sequence[str], object, Span, Report], None]


def token_checks() -> tuple[TokenCheck, ...]:
    """Return all checks."""
    return tuple(discovery.values("bookbuilder.html.token_checks", "CHECK", TokenCheck))


SHOWN = 60
"""Characters of a value that are shown."""


def shown(value: object) -> str:
    """Return a value as a message shows it: as Python writes it, and not all of a long one."""
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
