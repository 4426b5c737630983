"""Lists the files of a theme and their origin; the book's override the program's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import Findings
from bookbuilder.discovery import names
from bookbuilder.html.theme_inheritance import DEFAULT, lineage
from bookbuilder.phrases import Phrase
from bookbuilder.project.book_file import book_settings
from bookbuilder.world import Reader, decode
from bookbuilder.world.series_folder import PREFIX


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of a theme: its text, and a description of its location."""

    text: str
    home: str


def list_theme_files(world: Reader, name: str = "") -> dict[str, ThemeFile]:
    """Return the settings, style sheets and templates of a theme (default: the book's), by their name in the theme's folder.
    Raises `BookbuilderError` (`theme.*`, `file.*`)."""
    result = dict(_templates(world))
    for one in lineage(world, name or theme_of_book(world)):
        folder = f"styles/{one}"
        own = set(world.files(folder)) if world.root != world.assets else set()
        shared = set(world.files(PREFIX + folder))
        for file, data in world.theme_files(folder).items():
            if file.endswith((".css", ".j2", ".toml")):
                path = f"{folder}/{file}"
                if path in own:
                    place = Phrase("{path} of your book", path=path)
                elif PREFIX + path in shared:
                    place = Phrase("{path} of the series", path=path)
                else:
                    place = Phrase("{path} of the program", path=path)
                result[file] = ThemeFile(decode(data, path), place)
    return dict(sorted(result.items()))


def find_theme_file(found: Mapping[str, ThemeFile], file: str) -> str | None:
    """Return the text of a file by its name, or the end of it: `cover.html.j2` for `templates/cover.html.j2`."""
    inner = "/".join(file.split("/")[2:]) if file.startswith("styles/") else file
    name = next((one for one in (inner, f"templates/{inner}") if one in found), None)
    if name is None:
        ends = [one for one in found if one.endswith(f"/{inner}")]
        name = ends[0] if len(ends) == 1 else None
    return found[name].text if name is not None else None


def theme_of_book(world: Reader) -> str:
    """Return the name of the theme that book.toml names; that of the program if it names none."""
    settings = book_settings(world, Findings())
    book = settings.data.get("book", {}) if settings else {}
    value = book.get("theme", DEFAULT) if isinstance(book, dict) else DEFAULT
    return value if isinstance(value, str) else DEFAULT


def _templates(world: Reader) -> Iterator[tuple[str, ThemeFile]]:
    """Yield the program's templates, by the names of their overrides in a theme."""
    folders = {"package/html/templates": "templates"}
    folders |= {
        f"package/formats/{name}/templates": f"templates/{name}" for name in names("bookbuilder.formats")
    }
    for folder, place in folders.items():
        for path in world.asset_files(folder):
            if path.endswith(".j2"):
                name = path.removeprefix(f"{folder}/")
                yield (
                    f"{place}/{name}",
                    ThemeFile(world.read_asset(path).decode(), "a template of the program"),
                )
