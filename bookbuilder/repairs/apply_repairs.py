"""Repairs all places of some rules in the chapters of a book themselves: `bookbuilder todo --fix`."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.apply_fixes import apply_fixes
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.repairs.repair_book import repair_book
from bookbuilder.world import World


def apply_repairs(
    context: Context,
    world: World,
    request: BuildRequest,
    found: Collection[Diagnostic],
    codes: Collection[str],
) -> tuple[str, ...]:
    """Write the chapters in which something was repaired, all or none, and return their paths. A rule whose diagnostics
    bring a fix with them has that; others have the repair of a draft."""
    project = artifacts.load(context.quiet)
    if project is None:
        return ()
    fixed = apply_fixes(world, [one for one in found if one.code in codes])
    result = repair_book(world, {}, project.flavour, request, context.runner, codes)
    if result.files:
        world.publish(".", [(path, {"": data}) for path, data in sorted(result.files.items())])
    return tuple(sorted({*result.files, *(one.span.path for one in fixed)}))
