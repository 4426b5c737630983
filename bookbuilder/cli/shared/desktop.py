"""Says whether somebody sits before a desktop on which a browser can be opened."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from bookbuilder.world import World

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
"""Variables of which one is set where programs of Unix may open windows."""


def has_desktop(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> bool:
    """Whether a command is typed in a terminal of a desktop: not run by another program, nor on a machine far away."""
    known = World(Path()).environ if environ is None else environ
    if not sys.stdout.isatty():
        return False
    return platform in ("darwin", "win32") or any(known.get(name) for name in _SCREENS)
