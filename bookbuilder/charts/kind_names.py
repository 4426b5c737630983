"""The names of the kinds of charts and of the ways to stack, without loading what draws them."""

from __future__ import annotations

from bookbuilder import discovery

KINDS = discovery.names("bookbuilder.charts.kinds")
"""The kinds of charts: the files of `kinds/`."""
STACKS = ("stacked", "share")
