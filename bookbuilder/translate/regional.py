"""Lists what a regional locale says otherwise than the locale that it inherits: chapters, and blocks by their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from bookbuilder.markdown.front_matter import front_matter_value, translates
from bookbuilder.project import Project
from bookbuilder.translate.chapters import files
from bookbuilder.world import Workspace

_BRACES = re.compile(r"\{([^{}\n]*)\}[ \t]*$", re.MULTILINE)
_ID = re.compile(r".*#([A-Za-z][\w-]*)")


class Difference(Struct, frozen=True):
    """A chapter that a regional locale has of its own: all of it, or blocks by their ids."""

    locale: str
    inherits: str
    stem: str
    path: str
    blocks: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing of it is inherited."""
        return not self.blocks


def regional(project: Project) -> tuple[str, ...]:
    """Return the names of the locales that inherit another one, in the order of book.toml."""
    return tuple(name for name, locale in project.locales.items() if locale.inherits)


def _ids(text: str) -> Iterator[str]:
    """Yield the anchors that stand in braces at the end of lines."""
    for braces in _BRACES.finditer(text):
        if found := _ID.match(braces[1]):
            yield found[1]


def differences(world: Workspace, project: Project, locale: str) -> tuple[Difference, ...]:
    """Return what a regional locale has of its own, in the order of its files. Raises `BookbuilderError`."""
    found = []
    for path in files(world, locale):
        text = world.text(path)
        name = translates(text, path)
        part = front_matter_value(text, path, "differs") is not None
        found.append(
            Difference(
                locale,
                project.locales[locale].inherits,
                name.text if name else PurePosixPath(path).stem,
                path,
                tuple(_ids(text)) if part else (),
            )
        )
    return tuple(found)
