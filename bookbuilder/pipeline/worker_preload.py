"""Loads all checks and directives when it is imported, so that forked workers inherit them."""

from __future__ import annotations

from bookbuilder.checks.check import checks
from bookbuilder.markdown.directive import directives

checks()
directives()
