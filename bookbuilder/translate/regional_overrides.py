"""Lists what a regional locale (de-AT) overrides in the locale it inherits: whole chapters, or blocks by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from bookbuilder.markdown.front_matter import front_matter_value, translates
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import chapter_files
from bookbuilder.world import Workspace

_BRACES = re.compile(r"\{([^{}\n]*)\}[ \t]*$", re.MULTILINE)
_ID = re.compile(r".*#([A-Za-z][\w-]*)")


class Override(Struct, frozen=True):
    """A chapter that a regional locale overrides: the whole chapter, or blocks by id."""

    locale: str
    inherits: str
    stem: str
    path: str
    blocks: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the whole chapter is replaced."""
        return not self.blocks


def regional_locales(project: Project) -> tuple[str, ...]:
    """Return the locales that inherit another one, in the order of book.toml."""
    return tuple(name for name, locale in project.locales.items() if locale.inherits)


def _ids(text: str) -> Iterator[str]:
    """Yield the ids in braces at line ends."""
    for braces in _BRACES.finditer(text):
        if match := _ID.match(braces[1]):
            yield match[1]


def overrides(world: Workspace, project: Project, locale: str) -> tuple[Override, ...]:
    """Return the overrides of a regional locale, in file order. Raises `BookbuilderError`."""
    result = []
    for path in chapter_files(world, locale):
        text = world.text(path)
        name = translates(text, path)
        part = front_matter_value(text, path, "differs") is not None
        result.append(
            Override(
                locale,
                project.locales[locale].inherits,
                name.text if name else PurePosixPath(path).stem,
                path,
                tuple(_ids(text)) if part else (),
            )
        )
    return tuple(result)
