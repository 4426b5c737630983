"""The engine that runs a browser: Ace and axe judge in one Chromium. Ace brings axe, and what drives the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bookbuilder.validators import machine
from bookbuilder.validators.engine import QUESTIONS, Engine
from bookbuilder.validators.tool import Tool
from bookbuilder.world import World

SCRIPT = "@daisy/ace-cli/bin/ace.js"


def tool(world: World) -> Tool:
    """Return Ace as it is installed, and the browser."""
    if missing := machine.missing(machine.node(world)):
        return missing
    script, browser = machine.from_npm(world, SCRIPT), machine.chromium(world)
    if script is None:
        return Tool(install=f"{machine.NPM} @daisy/ace-cli@1")
    if browser is None:
        return Tool(install="apt-get install chromium (or Chrome for this system)")
    about = world.read_tool(script.parents[1] / "package.json")
    said = world.run([browser, "--version"], seconds=60).stdout.strip()
    return Tool(f"{json.loads(about).get('version', '')}, {said}")


def _command(world: World, folder: Path) -> Sequence[str | Path]:
    node, ace, browser = machine.node(world), machine.from_npm(world, SCRIPT), machine.chromium(world)
    assert node and ace and browser
    child = Path(__file__).with_name("browser_engine.cjs")
    return [node, child, ace, browser, folder / QUESTIONS]


def _environment(world: World, home: Path) -> Mapping[str, str]:
    """Return the variables that keep settings, logs and the profile of the browser in a folder that is deleted."""
    del world
    return {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "TMPDIR")}


BROWSER = Engine("browser", _command, _environment)
