"""Requirements of the program's own tests: Chromium, Poppler, qpdf …"""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli.shared.requirements.requirement import MISSING, Requirement, install_hint
from bookbuilder.world import World


def tests(world: World) -> Iterator[Requirement]:
    """Yield what only the tests need."""
    yield _program(world, "Chromium", "chromium", "chromium", "chromium-browser", "google-chrome")
    yield _program(world, "Poppler", "poppler", "pdftotext")
    yield _program(world, "QPDF", "qpdf", "qpdf")


def _program(world: World, name: str, thing: str, *programs: str) -> Requirement:
    found = next((place for program in programs if (place := world.program(program))), None)
    return Requirement(name, found) if found else Requirement(name, MISSING, install_hint(thing, world))
