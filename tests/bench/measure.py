"""Runs a program and says what it cost: wall and processor time, and the most memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]).rstrip(
        os.pathsep
    ),
}
"""The environment of what is measured: this program, with its bytecode kept, as that of an installed program is."""
EVERY = 0.05
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of all processors, and mebibytes (proportional set size) at the peak."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], cwd: Path) -> Cost:
    """Run a program to its end; it must succeed."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    peak = [0.0]
    spent: dict[int, float] = {}
    watcher = threading.Thread(target=_watch, args=(process, peak, spent), daemon=True)
    watcher.start()
    _, said = process.communicate()
    wall = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {said[-2000:]}")
    watcher.join()
    return Cost(wall, sum(spent.values()), peak[0])


def _watch(process: subprocess.Popen[str], peak: list[float], spent: dict[int, float]) -> None:
    """Look at all processes of a command: a pool that outlives its parent is in no account of our children."""
    while process.returncode is None:
        found = session(process.pid)
        peak[0] = max(peak[0], sum(map(memory, found)))
        for one in found:
            spent[one] = max(spent.get(one, 0.0), _cpu(one))
        time.sleep(EVERY)


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def session(leader: int) -> list[int]:
    """Return the processes of a session, and those that they have started in sessions of their own, as a command does that
    runs below a guard."""
    parents: dict[int, int] = {}
    sessions: dict[int, int] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                _, above, _, own = (place / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            parents[int(place.name)], sessions[int(place.name)] = int(above), int(own)
    found = {process for process, own in sessions.items() if own == leader}
    while True:
        within = {sessions[process] for process in found}
        more = {one for one in parents if parents[one] in found or sessions[one] in within} - found
        if not more:
            return sorted(found)
        found |= more


def memory(process: int) -> float:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)
