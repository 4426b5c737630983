"""Publishes what was made, and remembers the build."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bookbuilder.formats.format import Artifact
from bookbuilder.jail.supervise import delay_termination
from bookbuilder.pipeline import record
from bookbuilder.world import World


def publish(world: World, artifacts: Sequence[Artifact], build: record.Record) -> tuple[Path, ...]:
    """Write all artifacts into the output folder, or none; remember the build, and return the paths of its files.

    Raises `OSError`, and `BookbuilderError` for an output folder outside the book.
    """
    with ThreadPoolExecutor(1) as aside:  # both wait for the disk
        pruned = aside.submit(world.prune)
        with delay_termination():
            files = world.publish(build.output, ((one.name, one.files) for one in artifacts), output=True)
        record.keep(world, build, ((one.name, one.files) for one in artifacts))
    pruned.result()
    return files
