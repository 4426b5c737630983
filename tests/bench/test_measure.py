"""What a command costs is counted with all that it starts."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bench.measure import run

BURN = "import time\nwhile time.process_time() < 0.6: pass"
BELOW = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}], start_new_session=True)"


def test_processes_in_sessions_of_their_own_are_counted(tmp_path: Path) -> None:
    """A command runs below a guard, which is in another session."""
    cost = run([sys.executable, "-c", BELOW], tmp_path)
    assert cost.cpu >= 0.3
    assert cost.wall >= 0.6
