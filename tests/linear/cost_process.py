"""The process that works on books for `tests/linear/cost.py`: each in a copy of itself, with limits of the system.

It reads lines of JSON, each a folder, what is done with its book, and the limits, and writes a line for each: what the
kernel says that the copy took. All copies begin with the same loaded program, so that what they take can be compared.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings
from bookbuilder.html.block import blocks, notes, renderer
from bookbuilder.html.medium import Medium
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import load
from bookbuilder.workers.worker_start import PRELOADED_MODULES
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import FORMATS


def read(root: Path) -> tuple[Diagnostic, ...]:
    """Read all locales of a book, render its chapters, and return what is wrong with it."""
    findings, world = Findings(), World(root)
    readings: dict[str, LocaleReading] = {}
    try:
        project = load(world, findings, FORMATS)
        for name in sorted(project.locales, key=lambda name: name != project.source) if project else ():
            assert project is not None
            source = readings.get(project.source)
            readings[name] = read_locale(Context(world, findings), project, project.locales[name], source)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    for reading in readings.values():
        medium = Medium(reading.locale, lambda target: f"#{target.anchor}", str, str, footnotes=True)
        for chapter in reading.document.chapters:
            r = renderer(medium, chapter)
            blocks(chapter.blocks, r)
            notes(r)
    return findings.sorted()


def build(root: Path) -> tuple[Diagnostic, ...]:
    """Make all editions of a book in this process, and return what is wrong with it."""
    os.environ["XDG_CACHE_HOME"] = str(root / "cache")  # nothing of another copy is reused
    try:
        return api.build(root, jobs=1, jail=False).diagnostics
    except BookbuilderError as error:
        return error.diagnostics


STAGES: Mapping[str, Callable[[Path], tuple[Diagnostic, ...]]] = {"read": read, "build": build}


def serve() -> None:
    """Work on the books that are asked for on standard input, until it ends."""
    with tempfile.TemporaryDirectory() as folder:  # what is loaded once
        root = book.write(Path(folder), {"chapters/de/01-a.md": book.CHAPTER})
        read(root)
    for (
        name
    ) in PRELOADED_MODULES:  # but nothing is laid out: Pango would start a thread, which copies do not have
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_measured(json.loads(line))), flush=True)


def _measured(asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Return what a copy of this process took for a book, and how it ended."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _work(asked, writing)
    os.close(writing)
    with open(reading, encoding="utf-8", errors="replace") as pipe:
        told = pipe.read()
    _, status, used = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    return {
        "seconds": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024,
        **(json.loads(told) if told else {"ended": f"with signal {-code}" if code < 0 else f"with {code}"}),
    }


def _work(asked: Mapping[str, Any], writing: int) -> None:
    """Work on a book within limits, write what came of it, and end."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(own.ru_utime + own.ru_stime + asked["seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (asked["memory"], asked["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = STAGES[asked["stage"]](Path(asked["folder"]))
        told: dict[str, object] = {
            "ended": "",
            "codes": sorted({one.code for one in found}),
            "findings": len(found),
            "message_size": sum(len(str(one)) + len(one.hint) for one in found),
        }
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is what the book did)
        told = {"ended": f"with {type(error).__name__}: {str(error)[:200]}"}
    os.write(writing, json.dumps(told).encode())
    os._exit(0)


if __name__ == "__main__":
    serve()
