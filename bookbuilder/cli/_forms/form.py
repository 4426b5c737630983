"""What a form is: a record. `cli/_forms/<name>.py` exports it as `FORM`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookbuilder import discovery
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.validators.validate import Verdict

PACKAGE = "bookbuilder.cli._forms"


@dataclass(frozen=True, slots=True)
class Told:
    """What a check came to: findings, verdicts of validators, whether a warning counts as an error, whether all is well."""

    found: Sequence[Diagnostic]
    verdicts: Sequence[Verdict]
    strict: bool
    fine: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, and the function that writes it."""

    name: str
    write: Callable[[Told], str]


def forms() -> dict[str, Form]:
    """Return every form by name."""
    return {form.name: form for form in discovery.values(PACKAGE, "FORM", Form)}
