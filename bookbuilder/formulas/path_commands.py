"""The commands of the path that a formula is drawn as; the drawing writes them, and print reads them."""

from __future__ import annotations

import re

COMMAND = re.compile(r"([MLCZ])([-\d ]*)")
"""A command (move, straight line, cubic curve, close) and its numbers."""
