"""Checks whether this machine meets the requirements of builds, checks, exports and tests, for `doctor`."""

from __future__ import annotations

from bookbuilder.cli.shared.requirements.for_build import build
from bookbuilder.cli.shared.requirements.for_check import judges
from bookbuilder.cli.shared.requirements.for_export import exports
from bookbuilder.cli.shared.requirements.for_jail import jail
from bookbuilder.cli.shared.requirements.for_tests import tests
from bookbuilder.cli.shared.requirements.requirement import Requirement

__all__ = ["Requirement", "build", "exports", "jail", "judges", "tests"]
