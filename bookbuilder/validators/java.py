"""The engine that runs Java: EPUBCheck, the Nu Html Checker and veraPDF, each with its own classes, in one JVM."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bookbuilder.validators import machine
from bookbuilder.validators.engine import QUESTIONS, Engine
from bookbuilder.validators.tool import Tool
from bookbuilder.world import World


def missing(world: World, *jars: Path | None) -> Tool | None:
    """Return the tool that the extra `check` installs, if Java, the bridge to it or one of these jars is not there."""
    bridge = world.package_file("jpype", "__init__.py")
    return machine.missing(machine.java_library(world), bridge, *jars)


def _command(world: World, folder: Path) -> Sequence[str | Path]:
    library = machine.java_library(world)
    assert library is not None
    child = Path(__file__).with_name("java_engine.py")
    return [sys.executable, "-I", child, library, folder / QUESTIONS]


JAVA = Engine("java", _command)
