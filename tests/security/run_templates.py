"""Fills templates that are handed in as JSON with little memory, and prints what became of each, its time, and their memory.

Run as a program: `python run_templates.py < templates.json`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.html.environment import sheet
from bookbuilder.project import Edition, ProjectLocale
from bookbuilder.world import World

MEMORY = 1 << 30


def main() -> None:
    """Fill and print."""
    templates = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    locale = locales.load("de", World(Path(sys.argv[0]).parent))
    edition = Edition("pdf", ProjectLocale("de", "de", "T"), "pdf", "dossier")
    found = []
    for template in templates:
        start = time.process_time()
        try:
            text = sheet(f"a\n{template}", "styles/x/a.css", locale, {"a": {"b": "1mm"}}, edition=edition)
            said = [f"wrote {len(text)}"]
        except BookbuilderError as error:
            said = [str(one) for one in error.diagnostics]
        found.append((said, time.process_time() - start))
    # Not ru_maxrss, which a process has from the one that started it.
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) << 10
    print(json.dumps({"found": found, "peak": peak}))


if __name__ == "__main__":
    main()
