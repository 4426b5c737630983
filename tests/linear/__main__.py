"""Looks for texts whose time or memory grows with more than their size: `python -m tests.linear --seed 1 --minutes 60`.

First all fragments of one and two signs in a paragraph (`--pairs`), then drawn ones in any place, until the time is over.
What it finds belongs into test_linear.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import chain, islice

from tests.linear.cost import LARGE, cost
from tests.linear.samples import drawn, pairs, problems, repeated

QUICK, LITTLE = 0.3, 24_000_000
"""Seconds and bytes of memory for a large text that need no second look."""


def main() -> int:
    """Print every sample that is not linear; return whether there was one."""
    options = argparse.ArgumentParser(prog="python -m tests.linear")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--pairs", action="store_true")
    options.add_argument("--stage", choices=("read", "build"), default="read")
    options.add_argument("--skip", type=int, default=0, help="so many fragments were looked at before")
    given = options.parse_args()
    end, count, found = time.monotonic() + given.minutes * 60, 0, 0
    for sample in islice(chain(pairs() if given.pairs else (), drawn(given.seed)), given.skip, None):
        if time.monotonic() > end:
            break
        count += 1
        large = cost(repeated(sample, LARGE), given.stage)
        if (large.ended or large.seconds > QUICK or large.memory > LITTLE) and (
            wrong := problems(sample, given.stage)
        ):
            found += 1
            print(f"{sample[0]:30} {sample[1]!r:24} {', '.join(wrong)}", flush=True)
    print(f"{count} fragments, {found} not linear")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
