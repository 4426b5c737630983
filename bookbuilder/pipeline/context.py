"""What all stages of the pipeline share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Findings, Progress
from bookbuilder.step import DirectRunner, Runner
from bookbuilder.world import Workspace


def silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Context:
    """The `world`, the `findings` into which problems are reported, what runs steps, and who is told of `progress`.

    `history` looks up of which day a rate was; None for who must not look a rate up.
    """

    world: Workspace
    findings: Findings = field(default_factory=Findings)
    runner: Runner = field(default_factory=DirectRunner)
    progress: Progress = silent
    history: History | None = None

    def failed(self) -> bool:
        """Whether an error has been reported; the stage that follows would work on what is not there."""
        return self.findings.failed

    @property
    def quiet(self) -> Context:
        """The same context; what is reported into it goes nowhere."""
        return replace(self, findings=Findings())
