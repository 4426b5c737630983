"""The pictures that the templates and style sheets of a theme name, as files that WeasyPrint gets."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.document.picture_files import PictureBudget
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.html import theme_pictures as naming
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import theme_position
from bookbuilder.world import Workspace


def theme_resources(
    world: Workspace, theme: Theme, *texts: str, known: Mapping[str, Resource] | None = None
) -> dict[str, Resource]:
    """Return the pictures that templates and style sheets of a theme name (`html.theme_pictures`), by their path in `texts`,
    which were made from these; pictures in `known` are taken from there. Raises `BookbuilderError` (`image.*`,
    `path.outside`)."""
    resources: dict[str, Resource] = {}
    findings, budget = Findings(), PictureBudget()
    for path in naming.picture_addresses(*texts):
        if known and path in known:
            resources[path] = known[path]
        elif picture := naming.read_theme_picture(world, theme, path, findings):
            budget.take(picture, theme_position(theme, path), findings)
            resources[path] = Resource.of(picture.data, picture.media_type)
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return resources
