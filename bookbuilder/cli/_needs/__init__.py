"""Checks whether this machine meets the requirements of builds, checks and tests, for `doctor`."""

from __future__ import annotations

from bookbuilder.cli._needs.build import build
from bookbuilder.cli._needs.jail import jail
from bookbuilder.cli._needs.judges import judges
from bookbuilder.cli._needs.need import Need
from bookbuilder.cli._needs.tests import tests

__all__ = ["Need", "build", "jail", "judges", "tests"]
