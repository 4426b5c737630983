"""The program behind a validator, and the exception for a validator without a verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """The program behind a validator: its version, or, if it is missing, the command that installs it."""

    version: str = ""
    install: str = ""


class NoVerdict(Exception):
    """A validator ran and gave no verdict: it crashed, or ran out of time or memory."""
