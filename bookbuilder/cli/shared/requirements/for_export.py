"""Requirements of an export: pandoc."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli.shared.requirements.requirement import MISSING, Requirement
from bookbuilder.world import World


def exports(world: World) -> Iterator[Requirement]:
    """Yield pandoc, with the command that installs it."""
    from bookbuilder.pandoc.run_pandoc import find_pandoc, install_hint, pandoc_version

    program = find_pandoc(world)
    if not program:
        yield Requirement("pandoc", MISSING, install_hint())
        return
    yield Requirement("pandoc", pandoc_version(world, program))
