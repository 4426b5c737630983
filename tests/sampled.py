"""Cases of which `make test` tries some and `make interop` all: those of one kind, each of which takes long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int = 3) -> list[Any]:
    """Return the cases of a parametrized test; all but the first of `every` so many are heavy."""
    return [
        case
        if number % every == 0
        else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.heavy)
        for number, case in enumerate(cases)
    ]
