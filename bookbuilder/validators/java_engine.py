"""The engine that runs EPUBCheck, the Nu Html Checker and veraPDF in one JVM, each with its own class loader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bookbuilder.isolation.python_process import file_code, python_command
from bookbuilder.validators import find_tools
from bookbuilder.validators.installed_tool import Tool
from bookbuilder.validators.validator_engine import REQUESTS, Engine
from bookbuilder.world import World


def missing(world: World, *jars: Path | None) -> Tool | None:
    """Return a tool to install if Java, its bridge (JPype) or one of these jars is missing."""
    bridge = world.package_file("jpype", "__init__.py")
    return find_tools.missing(find_tools.java_library(world), bridge, *jars)


def _command(world: World, folder: Path) -> Sequence[str | Path]:
    library = find_tools.java_library(world)
    assert library is not None
    child = file_code(str(Path(__file__).with_name("java_process.py")))
    return python_command(child, str(library), str(folder / REQUESTS), books=world.untrusted)


JAVA = Engine("java", _command)
