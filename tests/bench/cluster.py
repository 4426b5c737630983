"""Measures catalogues: one in which nothing has changed, and what a cluster costs beside plain processes; and simulates a
thousand dossiers in ten languages on many workers.

    python -m tests.bench.cluster [--books 6] [--rounds 3] [--unchanged 200] [--network 10] [--into docs/scaling.svg]

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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bookbuilder.catalogue.book_process import BookProcesses, DirectBookWork, ProcessSettings
from bookbuilder.catalogue.build_catalogue import PlannedBook, build_books, plan_book, tasks_at_once
from bookbuilder.catalogue.build_task import BuildTask, build
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.session import Session
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.workers.environment_hash import fingerprint
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.bench.cluster_load import loads
from tests.catalogue.books import write_books
from tests.conftest import BUILD, REPO, copy_dossier

WORKERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
PROCESSES = 8
"""Processes of the client of a large cluster that read and publish."""
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
    """Seconds: of each task in a worker; for each task of the client, to read and to publish (`client`), and to pass it on
    and to take what comes back (`relay`); the same of the client's process that talks to the cluster (`talk`), and of the
    scheduler; of a worker for each task besides (`dispatch`: Dask, pipes); and on the line between client and cluster."""

    tasks: Sequence[float]
    client: float
    relay: float = 0.0
    talk: float = 0.0
    scheduler: float = 0.0
    dispatch: float = 0.0
    line: float = 0.0


def simulated(costs: Costs, count: int, workers: int, processes: int = 0) -> float:
    """Return the seconds from the first task to the last published book.

    A task is read, passed on, carried over the line, scheduled, done, carried back, taken and published. The client reads
    and publishes in `processes`, or (0) in the process that passes tasks on; it hands out some tasks more than there are
    workers, and then one for each that is done.

    >>> simulated(Costs([3.0], 0.0), 12, 1), simulated(Costs([3.0], 0.0), 12, 2)
    (36.0, 18.0)
    >>> simulated(Costs([3.0], 1.0), 12, 100), simulated(Costs([3.0], 1.0), 12, 100, 12)
    (12.0, 4.0)
    """
    books = "books" if processes else "client"
    free = {"client": 1, "books": processes, "talk": 1, "scheduler": 1, "line": 1, "workers": workers}
    queues: dict[str, deque[tuple[int, int]]] = {name: deque() for name in free}
    events: list[tuple[float, int, int]] = []
    now, admitted = 0.0, 0

    def stages(task: int) -> list[tuple[str, float]]:
        work = costs.tasks[task % len(costs.tasks)] + costs.dispatch
        there = [
            (books, costs.client / 2), ("client", costs.relay / 2), ("talk", costs.talk / 2),
            ("line", costs.line / 2), ("scheduler", costs.scheduler / 2),
        ]  # fmt: skip
        every = [*there, ("workers", work), *reversed(there)]
        return [stage for stage in every if stage[1]]  # who takes no time waits for nobody

    def begin(task: int, stage: int) -> None:
        name, seconds = stages(task)[stage]
        if free[name]:
            free[name] -= 1
            heapq.heappush(events, (now + seconds, task, stage))
        else:
            queues[name].append((task, stage))

    def admit() -> None:
        nonlocal admitted
        if admitted < count:
            admitted += 1
            begin(admitted - 1, 0)

    for _ in range(tasks_at_once(workers)):
        admit()
    while events:
        now, task, stage = heapq.heappop(events)
        route = stages(task)
        name = route[stage][0]
        free[name] += 1
        if queues[name]:
            begin(*queues[name].popleft())
        if name == "workers":
            admit()
        if stage + 1 < len(route):
            begin(task, stage + 1)
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
        self.session = Session(self.machine, runner=PoolRunner(self.machine, 1, 64 << 20, jail=False))
        self.results_of: dict[bytes, bytes] = {}
        self.waiting: list[tuple[int, bytes]] = []

    def threads(self) -> int:
        return 1

    def submit(self, number: int, task: bytes, priority: int) -> None:
        del priority
        self.waiting.append((number, task))

    def result(self) -> tuple[int, bytes, str, float]:
        number, data = self.waiting.pop()
        if data not in self.results_of:
            built = build(from_msgpack(data, BuildTask), self.session)
            self.results_of[data] = msgspec.msgpack.encode(built)
        return number, self.results_of[data], "", 0.0


@dataclass(frozen=True)
class ClientCosts:
    """Of the client for each task: seconds to read and publish it in one process, seconds of that process if others read and
    publish, and the bytes of a task and of what comes of it."""

    seconds: float
    relay: float
    size: int


def client_costs(folder: Path, count: int) -> ClientCosts:
    """Return what a client has to do whose workers have done everything already."""
    roots, queue = fresh(folder / "books", count), _Replay(folder / "worker")
    plans = [plan for root in roots if isinstance(plan := plan_book(root, BuildRequest()), PlannedBook)]
    number, around = sum(len(plan.tasks) for plan in plans), fingerprint(queue.machine)
    walls, relays = [], []
    with BookProcesses(2, ProcessSettings(str(roots[0]), jail=False)) as processes:
        for _ in range(4):
            started = time.perf_counter()
            deque(build_books(plans, BuildRequest(), queue, DirectBookWork(), around, error_diagnostics), 0)
            walls.append(time.perf_counter() - started)
            started = time.process_time()
            deque(build_books(plans, BuildRequest(), queue, processes, around, error_diagnostics), 0)
            relays.append(time.process_time() - started)
    size = sum(len(task) + len(result) for task, result in queue.results_of.items()) // len(queue.results_of)
    return ClientCosts(statistics.median(walls[1:]) / number, statistics.median(relays[1:]) / number, size)


def dossiers(folder: Path, count: int) -> tuple[float, float]:
    """Return the seconds of a task of the dossier, in one language and three formats, and those of a catalogue of as many
    dossiers in three languages in which nothing has changed; one is built, and copied with its cache."""
    first = copy_dossier(folder / "books/d000")
    shutil.copytree(first / "chapters/en", first / "chapters/en-GB")
    settings = first / "book.toml"
    added = '\n[locales.en-GB]\ntag = "en-GB"\ntitle = "Five Days in January"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + added, encoding="utf-8")
    command(first, 1, folder / "m.json")
    (made,) = json.loads((folder / "m.json").read_bytes())["books"]
    for number in range(1, count):
        shutil.copytree(first, folder / f"books/d{number:03}")
    times = [command(folder / "books", 0, folder / "m.json") for _ in range(3)]
    states = {book["state"] for book in json.loads((folder / "m.json").read_bytes())["books"]}
    assert states == {"unchanged"}, states
    return made["seconds"] / 3, statistics.median(times)


def picture(efficiencies: Sequence[tuple[int, float]], *, narrow: bool = False) -> str:
    """Return a picture of efficiency by the number of workers; a `narrow` one is for phones."""
    width, height, left = (320, 280, 54) if narrow else (640, 320, 60)
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
    for place, ((x, y), (workers, _)) in enumerate(zip(points, efficiencies, strict=True)):
        lines.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="#1b5a8c"/>')
        if narrow and place % 2:
            continue
        lines.append(f'<text x="{x:.0f}" y="{height - 28}" text-anchor="middle">{workers}</text>')
    lines.append(f'<text x="{width / 2:.0f}" y="{height - 6}" text-anchor="middle">workers</text></svg>')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, simulate, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--books", type=int, default=6)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--unchanged", type=int, default=200)
    options.add_argument("--network", type=float, default=10, help="gigabits a second at the client")
    options.add_argument("--into", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        of_dossier, seconds = dossiers(folder / "unchanged", asked.unchanged)
        print(f"a dossier in one language and three formats: {of_dossier:.1f} s in a worker", flush=True)
        if asked.unchanged > 1:
            print(
                f"{asked.unchanged} dossiers x 3 locales x 3 formats, nothing changed: {seconds:.1f} s",
                flush=True,
            )
        client = client_costs(folder / "client", asked.books)
        print(
            f"the client, for each task: {client.seconds * 1000:.0f} ms; {client.relay * 1000:.1f} ms if other processes"
            f" read and publish; {client.size / 1e6:.1f} MB over the network",
            flush=True,
        )
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
            expected = simulated(Costs([mean], client.seconds), count, jobs) + start
            found = statistics.median(wall for wall, _ in runs)
            print(
                f"{jobs} workers: measured {found:.1f} s, simulated {expected:.1f} s ({expected / found - 1:+.0%})"
            )
        load = loads(600, 64)
        for name, one in load.items():
            print(f"{name}, for each task: {one.seconds * 1000:.1f} ms of the processor in Dask")
        costs = Costs(
            [of_dossier], client.seconds, client.relay, load["client"].seconds, load["scheduler"].seconds, 0.01,
            client.size * 8 / (asked.network * 1e9),
        )  # fmt: skip
        alone = replace(costs, relay=0.0)
        work, result = TASKS * of_dossier, []
        for workers in WORKERS:
            shares = [work / workers / simulated(costs, TASKS, workers, PROCESSES)]
            shares.append(work / workers / simulated(alone, TASKS, workers))
            result.append((workers, shares[0]))
            print(
                f"{workers} workers, {TASKS} tasks of {of_dossier:.1f} s: efficiency {shares[0]:.0%}; {shares[1]:.0%} with a"
                " client of one process"
            )
        if asked.into:
            asked.into.write_text(picture(result))
            asked.into.with_suffix(".narrow.svg").write_text(picture(result, narrow=True))


if __name__ == "__main__":
    main()
