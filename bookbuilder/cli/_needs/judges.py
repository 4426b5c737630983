"""Requirements of a check: other people's validators."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli._needs.need import Need
from bookbuilder.world import World


def judges(world: World) -> Iterator[Need]:
    """Yield the validators that `bookbuilder check` runs, each with its install command."""
    from bookbuilder.validators.validator import ourselves, validators

    for one in validators():
        if one.tool is not ourselves:
            tool = one.tool(world)
            yield Need(one.name, "missing" if tool.install else tool.version, tool.install)
