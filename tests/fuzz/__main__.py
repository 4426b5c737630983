"""Fuzzes everything, guided by the code that an input reaches:  python -m tests.fuzz [--minutes 30] [TARGET …]

Some targets have no inputs (`DRAWN`): they end commands and catalogues at moments that are drawn, build books at once or
hostile ones, and repeat fragments of text, and go on where `make interop` ends, which draws some of each. A seed with which
something goes wrong is printed.

Each target gets its share of the time in a process of its own, with a limit of memory and of the time for one input. What
is found lies in `.fuzz/`: `corpus/TARGET/` holds inputs that reach new code, `found/` those that are bugs. A bug is mended,
and its input, made small, goes into `tests/fuzz/corpus/TARGET/`, where `make test` reads it from then on.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.fuzz.targets import Target, targets

OUT = Path(__file__).parents[2] / ".fuzz"
SECONDS = 20
"""For one input; a slower one is a bug."""
MEGABYTES = 2048
TIMES = {"kills": 25, "catalogue-kills": 4, "builds-at-once": 24, "hostile-books": 20}
"""So many are drawn in one process, before the clock is looked at."""
DRAWN: Mapping[str, Callable[[int], Sequence[str]]] = {
    "kills": lambda seed: ("tests.kills", str(seed), str(TIMES["kills"])),
    "catalogue-kills": lambda seed: (
        "tests.catalogue.kills",
        str(seed),
        *[str(TIMES["catalogue-kills"])] * 2,
    ),
    "builds-at-once": lambda seed: ("tests.builds_at_once", str(seed), str(TIMES["builds-at-once"])),
    "hostile-books": lambda seed: ("tests.hostile_books", str(seed), str(TIMES["hostile-books"])),
    "fragments": lambda seed: ("tests.linear", "--seed", str(seed), "--minutes", "1"),
    "built-fragments": lambda seed: (
        "tests.linear",
        "--seed",
        str(seed),
        "--minutes",
        "1",
        "--stage",
        "build",
    ),
}
"""The targets without inputs: what is run for a seed; it ends with 0 if it has found nothing."""


def main() -> int:
    """Fuzz, and return 1 if anything was found."""
    known: dict[str, Callable[[int], bool]] = {one.name: partial(_fuzz, one) for one in targets()}
    known |= {name: partial(_draw, name) for name in DRAWN}
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="for all targets together")
    parser.add_argument("names", nargs="*", metavar="TARGET", help=", ".join(known))
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in known]:
        parser.error(f"there is no target {unknown[0]}; there are {', '.join(known)}")
    wanted = given.names or [*known]
    share = max(int(given.minutes * 60 / len(wanted)), 1)
    bugs = [name for name in wanted if not known[name](share)]
    if bugs:
        print(f"bugs in {', '.join(bugs)}: the inputs lie in {OUT / 'found'}, what was printed in {OUT}")
    return 1 if bugs else 0


def _fuzz(target: Target, seconds: int) -> bool:
    """Fuzz one target; return whether nothing was found."""
    corpus, found = OUT / "corpus" / target.name, OUT / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(target.examples()):
        (corpus / f"example-{number:03}").write_bytes(data)
    options = [
        *(f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"),
        *(f"-max_len={target.longest}", f"-artifact_prefix={found}/{target.name}-", "-print_final_stats=1"),
    ]
    print(f"{target.name}: {seconds} s", flush=True)
    places = [corpus, *([target.corpus] if target.corpus.is_dir() else [])]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.one", target.name, *options, *map(str, places)],
        capture_output=True, text=True, errors="replace", check=False, timeout=seconds + 600,
    )  # fmt: skip
    log = OUT / f"{target.name}.log"
    log.write_text(ended.stdout + ended.stderr)
    executed = [line.split()[-1] for line in ended.stderr.splitlines() if "number_of_executed_units" in line]
    said = f"{executed[0] if executed else 'no'} inputs tried"
    print(
        f"{target.name}: {said}"
        + ("" if ended.returncode == 0 else f", ended with {ended.returncode}; {log}")
    )
    return ended.returncode == 0


def _draw(name: str, seconds: int) -> bool:
    """Run a target without inputs with one seed after another until the time is up; return whether nothing was found."""
    OUT.mkdir(parents=True, exist_ok=True)
    log, until, seeds = OUT / f"{name}.log", time.monotonic() + seconds, 0
    print(f"{name}: {seconds} s", flush=True)
    while not seeds or time.monotonic() < until:
        words = DRAWN[name](random.SystemRandom().randrange(1_000_000))
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-m", *words],
            cwd=OUT.parent, capture_output=True, text=True, errors="replace", check=False, timeout=3600,
        )  # fmt: skip
        if done.returncode:
            log.write_text(done.stdout + done.stderr)
            print(f"{name}: python -m {' '.join(words)} ended with {done.returncode}; {log}")
            return False
        seeds += 1
    print(f"{name}: nothing was found with {seeds} seeds")
    return True


if __name__ == "__main__":
    sys.exit(main())
