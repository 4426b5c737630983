"""What a validator runs, and that it may give no verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """What a validator runs: its version, or, if it is not there, the command that installs it."""

    version: str = ""
    install: str = ""


class NoVerdict(Exception):
    """A validator ran and gave no verdict: it crashed, or ran out of time or memory."""
