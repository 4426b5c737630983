"""What judges books, and what the tests of this program need besides."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli._needs.need import Need, install
from bookbuilder.world import World


def judges(world: World) -> Iterator[Need]:
    """Yield the validators of other people that `bookbuilder check` runs, each with the command that brings it."""
    from bookbuilder.validators.validator import ourselves, validators

    for one in validators():
        if one.tool is not ourselves:
            tool = one.tool(world)
            yield Need(one.name, "missing" if tool.install else tool.version, tool.install)


def tests(world: World) -> Iterator[Need]:
    """Yield what only the tests of this program need."""
    yield _program(world, "Chromium", "chromium", "chromium", "chromium-browser", "google-chrome")
    yield _program(world, "Poppler", "poppler", "pdftotext")
    yield _program(world, "QPDF", "qpdf", "qpdf")


def _program(world: World, name: str, thing: str, *programs: str) -> Need:
    found = next((place for program in programs if (place := world.program(program))), None)
    return Need(name, found) if found else Need(name, "missing", install(thing, world))
