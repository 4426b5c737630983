"""The record of a requirement, and install commands for this machine's package manager."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata

from bookbuilder.phrases import Phrase
from bookbuilder.world import World

PACKAGES = {
    "pango": {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "pango harfbuzz",
        "pacman": "pango",
        "apk": "pango harfbuzz-subset",
        "brew": "pango",
    },
    "chromium": {"apt-get": "chromium", "dnf": "chromium", "pacman": "chromium", "apk": "chromium"},
    "poppler": {
        "apt-get": "poppler-utils",
        "dnf": "poppler-utils",
        "pacman": "poppler",
        "apk": "poppler-utils",
        "brew": "poppler",
    },
    "qpdf": {"apt-get": "qpdf", "dnf": "qpdf", "pacman": "qpdf", "apk": "qpdf", "brew": "qpdf"},
}
"""Thing → package manager → names of its packages."""

_INSTALL = {
    "apt-get": "sudo apt-get install --no-install-recommends",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "apk": "sudo apk add",
    "brew": "brew install",
}


MISSING = Phrase("missing")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a machine must have: what was found, and, if it is not met, the remedy."""

    name: str
    state: str
    remedy: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing has to be done."""
        return not self.remedy


def install_hint(thing: str, world: World) -> str:
    """Return the command that installs a thing with this machine's package manager, or a sentence."""
    for manager, names in PACKAGES[thing].items():
        if world.program(manager):
            return f"{_INSTALL[manager]} {names}"
    return Phrase("install {thing} with the package manager of this system", thing=thing)


def version(package: str) -> str:
    """Return the version of an installed Python package, or an empty string."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
