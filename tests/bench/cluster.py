"""Measures catalogues: one in which nothing has changed, and what a cluster costs beside plain processes; and simulates a
thousand dossiers in ten languages on many workers.

    python -m tests.bench.cluster [--books 6] [--rounds 3] [--unchanged 200] [--into docs/scaling.svg]

All times are measured in this run; what is simulated is computed from them. The simulation is compared with what was
measured with one and with two workers.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bookbuilder.catalogue.build_catalogue import PlannedBook, build_books, plan_book
from bookbuilder.catalogue.build_task import BuildTask, BuiltBook, build
from bookbuilder.cli._os_error import os_diagnostic
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.environment_hash import fingerprint
from bookbuilder.pipeline.runner import PoolRunner
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import World
from tests.catalogue.books import write_books
from tests.conftest import BUILD, REPO, copy_dossier

WORKERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
TASKS = 10_000
"""A thousand dossiers in ten languages."""
EDITIONS = "".join(f'[editions.{name}]\nformat = "{name}"\n' for name in ("pdf", "epub", "web"))
PLAIN = """
import sys
from pathlib import Path
from bookbuilder import api
for root in sys.argv[1:]:
    api.build(Path(root), jobs=1)
"""


@dataclass(frozen=True)
class Costs:
    """Seconds: of each task in a worker; of the client for each task (read, send, receive, publish); of the cluster for each
    task besides (Dask, pipes)."""

    tasks: Sequence[float]
    client: float
    dispatch: float


def simulated(costs: Costs, count: int, workers: int) -> float:
    """Return the seconds from the first task to the last published book: the client does one thing at a time, hands out two
    tasks for each worker and then one for each that is done; workers do theirs in order.

    >>> simulated(Costs([3.0], 0.0, 0.0), 12, 1), simulated(Costs([3.0], 0.0, 0.0), 12, 2)
    (36.0, 18.0)
    >>> simulated(Costs([3.0], 1.0, 0.0), 12, 100)
    12.0
    """
    durations = [costs.tasks[number % len(costs.tasks)] + costs.dispatch for number in range(count)]
    ready, idle, asked = 0, workers, min(count, 2 * workers)
    todo: deque[str] = deque(["send"] * asked)
    events: list[tuple[float, str]] = []
    now, busy, begun = 0.0, False, 0

    def client_next() -> None:
        nonlocal busy
        if todo and not busy:
            busy = True
            heapq.heappush(events, (now + costs.client / 2, todo.popleft()))

    client_next()
    while events:
        now, what = heapq.heappop(events)
        if what == "send":
            busy, ready = False, ready + 1
        elif what == "publish":
            busy = False
        else:
            idle += 1
            if asked < count:
                asked += 1
                todo.append("send")
            todo.append("publish")
        while ready and idle:
            ready, idle = ready - 1, idle - 1
            heapq.heappush(events, (now + durations[begun], "done"))
            begun += 1
        client_next()
    return now


def command(books: Path, jobs: int, manifest: Path, **environment: str) -> float:
    """Return the seconds that a catalogue takes."""
    words = ["catalogue", "build", str(books), "--jobs", str(jobs), "--manifest", str(manifest)]
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", BUILD, *words],
        check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(REPO), **environment},
    )  # fmt: skip
    return time.perf_counter() - started


def plain(roots: Sequence[Path], jobs: int) -> float:
    """Return the seconds that as many processes take, each with its share of the books and nothing in common."""
    started = time.perf_counter()
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PLAIN, *map(str, roots[place::jobs])],
            env={**os.environ, "PYTHONPATH": str(REPO)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for place in range(jobs)
    ]  # fmt: skip
    assert not any(process.wait() for process in processes)
    return time.perf_counter() - started


def fresh(folder: Path, count: int) -> list[Path]:
    """Write the books anew, without caches."""
    shutil.rmtree(folder, ignore_errors=True)
    return write_books(folder, count, editions=EDITIONS)


class _Replay:
    """A queue that has done all tasks already: what is left is the work of the client."""

    def __init__(self, folder: Path) -> None:
        self.machine = World(folder)
        self.runner = PoolRunner(self.machine, 1, 64 << 20, jail=False)
        self.results_of: dict[bytes, bytes] = {}
        self.waiting: list[tuple[int, bytes]] = []

    def threads(self) -> int:
        return 1

    def submit(self, number: int, task: BuildTask, priority: int) -> None:
        del priority
        data = msgspec.msgpack.encode(task)
        self.waiting.append((number, data))

    def results(self) -> Iterator[tuple[int, BuiltBook, str, float]]:
        while self.waiting:
            number, data = self.waiting.pop()
            if data not in self.results_of:
                built = build(from_msgpack(data, BuildTask), self.machine, self.runner)
                self.results_of[data] = msgspec.msgpack.encode(built)
            yield number, from_msgpack(self.results_of[data], BuiltBook), "", 0.0


def client_seconds(folder: Path, count: int) -> float:
    """Return the seconds of the client for each task."""
    roots, queue = fresh(folder / "books", count), _Replay(folder / "worker")
    plans = [plan for root in roots if isinstance(plan := plan_book(root, BuildRequest()), PlannedBook)]
    times = []
    for _ in range(3):
        started = time.perf_counter()
        for _ in build_books(plans, BuildRequest(), queue, fingerprint(queue.machine), os_diagnostic):
            pass
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:]) / sum(len(plan.tasks) for plan in plans)


def unchanged_seconds(folder: Path, count: int) -> float:
    """Return the seconds of a catalogue of dossiers in which nothing has changed; one is built, and copied with its
    cache."""
    first = copy_dossier(folder / "books/d000")
    subprocess.run(
        [sys.executable, "-c", BUILD, "build", str(first)], check=True, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )  # fmt: skip
    for number in range(1, count):
        shutil.copytree(first, folder / f"books/d{number:03}")
    times = [command(folder / "books", 0, folder / "m.json") for _ in range(3)]
    states = {book["state"] for book in json.loads((folder / "m.json").read_bytes())["books"]}
    assert states == {"unchanged"}, states
    return statistics.median(times)


def picture(efficiencies: Sequence[tuple[int, float]]) -> str:
    """Return a picture of efficiency by the number of workers."""
    width, height, left = 640, 320, 60
    step = (width - left - 20) / (len(efficiencies) - 1)

    def level(share: float) -> float:
        return 20 + (height - 70) * (1 - share)

    fonts = 'font-family="sans-serif" font-size="13"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" {fonts}>',
        "<title>Simulated efficiency by the number of workers</title>",
    ]
    for percent in (0, 25, 50, 75, 100):
        y = level(percent / 100)
        lines.append(f'<path d="M{left} {y:.0f}H{width - 20}" stroke="#ccc"/>')
        lines.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{percent} %</text>')
    points = [(left + step * place, level(share)) for place, (_, share) in enumerate(efficiencies)]
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    lines.append(f'<polyline points="{path}" fill="none" stroke="#1b5a8c" stroke-width="2"/>')
    for (x, y), (workers, _) in zip(points, efficiencies, strict=True):
        lines.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="#1b5a8c"/>')
        lines.append(f'<text x="{x:.0f}" y="{height - 28}" text-anchor="middle">{workers}</text>')
    lines.append(f'<text x="{width / 2:.0f}" y="{height - 6}" text-anchor="middle">workers</text></svg>')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, simulate, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--books", type=int, default=6)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--unchanged", type=int, default=200)
    options.add_argument("--into", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        if asked.unchanged:
            seconds = unchanged_seconds(folder / "unchanged", asked.unchanged)
            print(
                f"{asked.unchanged} dossiers x 2 locales x 3 formats, nothing changed: {seconds:.1f} s",
                flush=True,
            )
        client = client_seconds(folder / "client", asked.books)
        print(f"the client, for each task: {client * 1000:.0f} ms", flush=True)
        count, walls, measured = (
            2 * asked.books,
            dict[str, list[float]](),
            dict[int, list[tuple[float, float]]](),
        )
        for _ in range(asked.rounds):
            walls.setdefault("plain", []).append(plain(fresh(folder / "books", asked.books), 2))
            for jobs in (1, 2):
                fresh(folder / "books", asked.books)
                wall = command(folder / "books", jobs, folder / "m.json")
                books = json.loads((folder / "m.json").read_bytes())["books"]
                walls.setdefault(f"cluster {jobs}", []).append(wall)
                measured.setdefault(jobs, []).append((wall, sum(book["seconds"] for book in books) / count))
            fresh(folder / "books", asked.books)
            shared = {
                "BOOKBUILDER_CACHE": f"{folder}/store{time.monotonic_ns()}",
                "BOOKBUILDER_CACHE_KEY": "ab" * 32,
            }
            walls.setdefault("cluster 2, store", []).append(
                command(folder / "books", 2, folder / "m.json", **shared)
            )
        medians = {name: statistics.median(times) for name, times in walls.items()}
        for name, seconds in medians.items():
            print(f"{name}: {seconds:.1f} s, {seconds / medians['plain']:.2f} of plain processes")
        # What a run takes before the first task and after the last one: an empty catalogue of one quick book.
        start = medians["cluster 1"] - statistics.median(count * mean for _, mean in measured[1])
        print(f"start and end of a run, with what Dask takes for {count} tasks: {start:.1f} s")
        for jobs, runs in measured.items():
            mean = statistics.median(mean for _, mean in runs)
            expected = simulated(Costs([mean], client, 0.0), count, jobs) + start
            found = statistics.median(wall for wall, _ in runs)
            print(
                f"{jobs} workers: measured {found:.1f} s, simulated {expected:.1f} s ({expected / found - 1:+.0%})"
            )
        mean = statistics.median(mean for _, mean in measured[1])
        costs, work, result = Costs([mean], client, 0.01), TASKS * mean, []
        for workers in WORKERS:
            seconds = simulated(costs, TASKS, workers)
            result.append((workers, work / workers / seconds))
            print(
                f"{workers} workers, {TASKS} tasks of {mean:.1f} s: {seconds:.0f} s, efficiency {result[-1][1]:.0%}"
            )
        if asked.into:
            asked.into.write_text(picture(result))


if __name__ == "__main__":
    main()
