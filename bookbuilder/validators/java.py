"""The engine that runs EPUBCheck, the Nu Html Checker and veraPDF in one JVM, each with its own class loader."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bookbuilder.validators import machine
from bookbuilder.validators.engine import QUESTIONS, Engine
from bookbuilder.validators.tool import Tool
from bookbuilder.world import World


def missing(world: World, *jars: Path | None) -> Tool | None:
    """Return a tool to install if Java, its bridge (JPype) or one of these jars is missing."""
    bridge = world.package_file("jpype", "__init__.py")
    return machine.missing(machine.java_library(world), bridge, *jars)


def _command(world: World, folder: Path) -> Sequence[str | Path]:
    library = machine.java_library(world)
    assert library is not None
    child = Path(__file__).with_name("java_engine.py")
    return [sys.executable, "-I", child, library, folder / QUESTIONS]


JAVA = Engine("java", _command)
