"""Checks whether this machine meets the requirements of builds, checks, exports and tests, for `doctor`."""

from __future__ import annotations

from bookbuilder.cli._requirements.for_build import build
from bookbuilder.cli._requirements.for_check import judges
from bookbuilder.cli._requirements.for_export import exports
from bookbuilder.cli._requirements.for_jail import jail
from bookbuilder.cli._requirements.for_tests import tests
from bookbuilder.cli._requirements.requirement import Requirement

__all__ = ["Requirement", "build", "exports", "jail", "judges", "tests"]
