"""Lists for `bookbuilder doctor` the kernel features that confine a build where they are available; none is required."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli.shared.requirements.requirement import Requirement
from bookbuilder.jail.confinement import layers
from bookbuilder.phrases import Phrase

LAYER_NAMES = (Phrase("limits"), Phrase("network namespace"))
"""Names of layers that are words; the others are those of the kernel."""


def jail() -> Iterator[Requirement]:
    """Yield the layers of the jail."""
    for layer in layers():
        yield Requirement(
            layer.name,
            layer.keeps if layer.here else Phrase("missing: {what}", what=Phrase(layer.keeps)),
            "" if layer.here else layer.remedy,
        )
