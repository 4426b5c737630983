"""Fuzzes everything, guided by the code that an input reaches:  python -m tests.fuzz [--minutes 30] [TARGET …]

The target `kills` has no inputs: it ends commands at moments that are drawn (`tests/kills.py`), and goes on where the
thirty of `make interop` end; a seed with which something goes wrong is printed.

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
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.fuzz.targets import Target, targets

OUT = Path(__file__).parents[2] / ".fuzz"
SECONDS = 20
"""For one input; a slower one is a bug."""
MEGABYTES = 2048
KILLS = 25
"""Commands that are ended in one process, before the clock is looked at."""


def main() -> int:
    """Fuzz, and return 1 if anything was found."""
    known: dict[str, Callable[[int], bool]] = {one.name: partial(_fuzz, one) for one in targets()}
    known |= {"kills": _kill}
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


def _kill(seconds: int) -> bool:
    """End commands until the time is up; return whether nothing was found."""
    OUT.mkdir(parents=True, exist_ok=True)
    log, until, ended = OUT / "kills.log", time.monotonic() + seconds, 0
    print(f"kills: {seconds} s", flush=True)
    while not ended or time.monotonic() < until:
        seed = random.SystemRandom().randrange(1_000_000)
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-m", "tests.kills", str(seed), str(KILLS)],
            cwd=OUT.parent, capture_output=True, text=True, errors="replace", check=False, timeout=3600,
        )  # fmt: skip
        if done.returncode:
            log.write_text(done.stdout + done.stderr)
            print(f"kills: python -m tests.kills {seed} {KILLS} ended with {done.returncode}; {log}")
            return False
        ended += KILLS
    print(f"kills: {ended} commands ended")
    return True


if __name__ == "__main__":
    sys.exit(main())
