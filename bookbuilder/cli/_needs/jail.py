"""Requirements of the jail: the kernel features that confine a build; those available are used."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.cli._needs.need import Need
from bookbuilder.jail.walls import layers


def jail() -> Iterator[Need]:
    """Yield the layers of the jail."""
    for layer in layers():
        yield Need(
            layer.name,
            layer.keeps if layer.here else f"missing: {layer.keeps}",
            "" if layer.here else layer.remedy,
        )
