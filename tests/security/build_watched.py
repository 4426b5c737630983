"""Builds a book and prints as JSON what the process did meanwhile: every file it opened, program it started, host it asked.

Run as a program: `python build_watched.py ROOT`. An audit hook (PEP 578) sees what Python itself and its libraries do.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

EVENTS = {"os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
seen: list[tuple[str, str]] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Note what is of interest."""
    if event == "open" and isinstance(arguments[0], str | bytes):
        seen.append(("open", os.fsdecode(arguments[0])))
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")) or event in EVENTS:
        seen.append((event, repr(arguments)[:200]))


def main(root: str) -> None:
    """Build and print."""
    from bookbuilder import api
    from bookbuilder.formats.format import formats
    from bookbuilder.workers.worker_start import PRELOADED_MODULES

    formats()
    for name in (
        PRELOADED_MODULES
    ):  # loading WeasyPrint looks for Pango through ldconfig; that is over before a book is seen
        importlib.import_module(name)
    sys.addaudithook(watch)
    result = api.build(Path(root), jobs=1)  # in this process, so that all of it is seen
    found = [*seen]
    print(
        json.dumps({"said": [str(d) for d in result.diagnostics], "seen": found, "made": len(result.files)})
    )


if __name__ == "__main__":
    main(sys.argv[1])
