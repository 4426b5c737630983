"""What a build, a check and the tests need of a machine: each need says whether it is met, and what to do if not."""

from __future__ import annotations

from bookbuilder.cli._needs.build import build
from bookbuilder.cli._needs.jail import jail
from bookbuilder.cli._needs.judges import judges
from bookbuilder.cli._needs.need import Need
from bookbuilder.cli._needs.tests import tests

__all__ = ["Need", "build", "jail", "judges", "tests"]
