"""Publishes the artifacts of a build and remembers the build."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bookbuilder.formats.format import Artifact
from bookbuilder.jail.supervise import delay_termination
from bookbuilder.pipeline import build_record
from bookbuilder.world import World


def publish_build(
    world: World, artifacts: Sequence[Artifact], build: build_record.BuildRecord
) -> tuple[Path, ...]:
    """Write all artifacts into the output folder, or none; remember the build, and return the paths of its files.

    Raises `OSError`, and `BookbuilderError` for an output folder outside the book.
    """
    with ThreadPoolExecutor(1) as aside:  # both are bound by the disk
        pruned = aside.submit(world.prune)
        with delay_termination():
            files = world.publish(
                build.output, ((artifact.name, artifact.files) for artifact in artifacts), output=True
            )
        build_record.remember_build(world, build, ((artifact.name, artifact.files) for artifact in artifacts))
    pruned.result()
    return files
