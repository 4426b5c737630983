"""Finds all that looks at a chapter, so that processes inherit it; importing this module does it."""

from __future__ import annotations

from bookbuilder.checks.check import checks
from bookbuilder.markdown.directive import directives

checks()
directives()
