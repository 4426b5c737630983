"""Why a formula cannot be set, as a value: where in its TeX, what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """The offset in the TeX, what is wrong there, and a hint."""

    position: int
    problem: str
    hint: str = ""
