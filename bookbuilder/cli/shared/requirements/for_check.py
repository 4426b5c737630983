"""Requirements of a check: other people's validators."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli.shared.requirements.requirement import MISSING, Requirement
from bookbuilder.world import World


def judges(world: World) -> Iterator[Requirement]:
    """Yield the validators that `bookbuilder check` runs, each with its install command."""
    from bookbuilder.validators.validator import own_tool, validators

    for validator in validators():
        if validator.tool is not own_tool:
            tool = validator.tool(world)
            yield Requirement(validator.name, MISSING if tool.install else tool.version, tool.install)
