"""The context that all stages of the pipeline share: world, findings, runner, progress, and how much is done at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bookbuilder.build_step import DirectRunner, Runner
from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Findings, Progress
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.world import Workspace

Early = Callable[[str, str, EarlyPages], None]


def silent(_: str) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True)
class Context:
    """The `world`, the `findings` that collect diagnostics, the `runner` of steps, and the `progress` function.

    `history` looks up the day of an exchange rate; None where rates must not be looked up. `early` is told pages that have
    changed before their edition (by its languages and its name) is made; None if nobody waits for them. With more than one
    of `jobs`, editions are made at the same time.
    """

    world: Workspace
    findings: Findings = field(default_factory=Findings)
    runner: Runner = field(default_factory=DirectRunner)
    progress: Progress = silent
    history: History | None = None
    early: Early | None = None
    jobs: int = 1

    def failed(self) -> bool:
        """Whether an error was reported, so that the next stage must not run."""
        return self.findings.failed

    @property
    def quiet(self) -> Context:
        """The same context; what is reported into it is discarded."""
        return replace(self, findings=Findings())
