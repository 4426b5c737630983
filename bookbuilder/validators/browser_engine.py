"""The engine that runs Ace and axe in one Chromium. Ace provides axe and the browser driver."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bookbuilder.validators import find_tools
from bookbuilder.validators.installed_tool import Tool
from bookbuilder.validators.validator_engine import REQUESTS, Engine
from bookbuilder.world import World
from bookbuilder.world.node_packages import from_npm, packaged_node

SCRIPT = "@daisy/ace-cli/bin/ace.js"


def tool(world: World) -> Tool:
    """Return the installed Ace and browser."""
    if missing := find_tools.missing(packaged_node(world)):
        return missing
    script, browser = from_npm(world, SCRIPT), find_tools.chromium(world)
    if script is None:
        return Tool(install=f"{find_tools.NPM} @daisy/ace-cli@1")
    if browser is None:
        return Tool(install="apt-get install chromium (or Chrome for this system)")
    about = world.read_tool(script.parents[1] / "package.json")
    text = world.run([browser, "--version"], seconds=60).stdout.strip()
    return Tool(f"{json.loads(about).get('version', '')}, {text}")


def _command(world: World, folder: Path) -> Sequence[str | Path]:
    node, ace, browser = (
        packaged_node(world),
        from_npm(world, SCRIPT),
        find_tools.chromium(world),
    )
    assert node and ace and browser
    child = Path(__file__).with_name("browser_process.cjs")
    return [node, child, ace, browser, folder / REQUESTS]


def _environment(world: World, home: Path) -> Mapping[str, str]:
    """Return variables that put the browser's settings, logs and profile into a temporary folder."""
    del world
    return {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "TMPDIR")}


BROWSER = Engine("browser", _command, _environment)
