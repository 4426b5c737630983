"""Measures what a build costs that has nothing to do, beside Python that does nothing.

`python -m tests.bench.nothing [PAGES …]` prints medians of wall and processor time of the whole process.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import corpus
from tests.bench.measure import ENVIRONMENT

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys\nfrom bookbuilder.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
ROUNDS = 20


def main(sizes: Sequence[int]) -> None:
    """Build a book of each size twice, and then again and again."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        script = Path(folder, "bookbuilder.py.txt")
        script.write_text(SCRIPT, encoding="utf-8")
        print(f"Python alone: {_cost([sys.executable, '-c', 'pass'])}")
        for pages in sizes:
            book = corpus.write(Path(folder, str(pages)), pages)
            command: list[str | Path] = [sys.executable, script, "build", book, "-e", "pdf"]
            said = ""
            for _ in range(2):
                said = subprocess.run(
                    command, env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True, text=True
                ).stderr
            assert said.splitlines()[-1].startswith("nothing has changed")
            print(f"{pages} pages, nothing changed: {_cost(command)}")


def _cost(command: Sequence[str | Path]) -> str:
    wall, cpu = [], []
    for _ in range(ROUNDS):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
        wall.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return f"{statistics.median(wall):.3f} s, {statistics.median(cpu):.3f} CPU s"


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [400, 1000])
