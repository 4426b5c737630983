"""Says what a build does as it goes on, for other programs: a line of JSON for each event (JSON Lines).

`started` is the first of a build and `done` the last. Between them: `part` whenever a part of a PDF is laid out, how many of
how many; when all is made a `diagnostic` for each finding, and a `file` for each file that was written.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from bookbuilder.cli.shared.outcome import Outcome
from bookbuilder.cli.shared.print_findings import local, user_language
from bookbuilder.cli.shared.progress import LAY_OUT
from bookbuilder.cli.shared.safe_output import OutputError
from bookbuilder.printed_text import json_text


class Events:
    """Writes events to standard output as it is now; it is a `Progress` that wants `Counts`."""

    def __init__(self, changed: Sequence[str] | None = None) -> None:
        """Begin a build; with `--watch` it is made because of files that have `changed`."""
        self._out, self._lock = sys.stdout, Lock()
        with suppress(OutputError):
            self.write("started", **({} if changed is None else {"changed": list(changed)}))

    def __call__(self, doing: str) -> None:
        """Say nothing of activities that may be renamed."""

    def counted(self, function: str, done: int, total: int, left: float | None) -> None:
        """Say how many parts are laid out; that nobody listens any more is noticed when all is made, as without events."""
        del left
        if function == LAY_OUT and done:
            with suppress(OutputError):
                self.write("part", done=done, total=total)

    def finish(self, outcome: Outcome, book: Path, *, fine: bool) -> None:
        """Say what came of the build: `paragraphs`, if PDFs were made, says how many they have (`count`), and how many were
        broken line by line, by reason."""
        said = user_language()
        for diagnostic in outcome.diagnostics:
            self.write("diagnostic", **diagnostic.as_json(said.text))
        for path in outcome.files:
            self.write("file", path=local(path, book))
        counted = outcome.paragraphs
        lines = {"count": counted.count, "line_by_line": dict(counted.line_by_line)}
        self.write(
            "done", ok=fine, unchanged=outcome.unchanged, **({"paragraphs": lines} if counted.count else {})
        )

    def write(self, event: str, **values: object) -> None:
        """Write an event."""
        line = json_text({"event": event, **values})
        with self._lock:
            print(line, file=self._out, flush=True)
