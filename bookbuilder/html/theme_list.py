"""Lists the themes of the program, of the series and of a book, with a line on what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.html.theme_inheritance import lineage, settings, theme_names
from bookbuilder.world import Reader, decode


@dataclass(frozen=True, slots=True)
class ListedTheme:
    """A theme: the one that it extends (empty: none), what it is for (empty: its file does not say), and the files of its
    settings; `program` means that it comes with the program. `problem` says what is wrong with its lineage."""

    name: str
    extends: str
    summary: str
    files: tuple[str, ...]
    program: bool
    problem: str = ""


def listed_themes(world: Reader) -> tuple[ListedTheme, ...]:
    """Return all themes by name; raises `BookbuilderError` (`file.*`)."""
    return tuple(_listed(world, name) for name in sorted(theme_names(world)) if settings(world, name))


def _listed(world: Reader, name: str) -> ListedTheme:
    files, program = settings(world, name), world.asset_exists(f"styles/{name}/theme.toml")
    problem = ""
    names: tuple[str, ...] = (name,)
    try:
        names = lineage(world, name)
    except BookbuilderError as error:
        problem = error.diagnostics[0].message
    summaries = (summary(decode(data, path)) for path, data in reversed(files))
    own = [path for path, _ in files[1 if program and world.root != world.assets else 0 :]]
    return ListedTheme(
        name,
        names[-2] if len(names) > 1 else "",
        next(filter(None, summaries), ""),
        tuple(own),
        program,
        problem,
    )


def summary(text: str) -> str:
    """Return the comment in the first line of a theme.toml, which says what the theme is for; empty if there is none.

    >>> summary("# Working papers on A4.\\n\\n[page]\\n")
    'Working papers on A4.'
    """
    first = text.removeprefix("\ufeff").partition("\n")[0].strip()
    return first.removeprefix("#").strip() if first.startswith("#") and not first.startswith("#:") else ""
