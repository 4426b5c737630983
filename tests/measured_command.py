"""Runs a command from a small process, and says what the command took.

`python -I -S tests/measured_command.py USAGE COMMAND …` writes CPU seconds and the peak of the largest process, in bytes, to
the file USAGE, and ends as the command does. Linux counts the memory of the process that starts another as that of the one
it started (getrusage(2), `ru_maxrss` is kept over `execve`), and a worker of the tests may have held gigabytes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Usage(NamedTuple):
    """What a command took: CPU seconds, and the peak of its largest process, in bytes."""

    seconds: float
    peak: int


def measured(usage: Path, *command: str | Path) -> list[str]:
    """Return the command that runs another and writes what it took to a file."""
    return [sys.executable, "-I", "-S", __file__, str(usage), *map(str, command)]


def usage_of(usage: Path) -> Usage | None:
    """Return what a command took; None if it was killed together with the process that measured it."""
    return Usage(*json.loads(usage.read_text())) if usage.is_file() else None


def main() -> int:
    """Run the command of the arguments."""
    usage, *command = sys.argv[1:]
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    Path(usage).write_text(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
    if process.returncode < 0:
        ended_by = -process.returncode
        if ended_by != signal.SIGKILL:
            signal.signal(ended_by, signal.SIG_DFL)
        os.kill(os.getpid(), ended_by)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
