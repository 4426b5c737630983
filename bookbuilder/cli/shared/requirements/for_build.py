"""Requirements of a build: Python, system libraries, packages, fonts, and a writable folder."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata

from bookbuilder.cli.shared.requirements.requirement import Requirement, install_hint, version
from bookbuilder.isolation.python_process import python_command
from bookbuilder.world import World

_PROBE = """
import warnings
warnings.simplefilter("error", DeprecationWarning)  # WeasyPrint's word for a HarfBuzz without its subset library
import bookbuilder.formats.pdf.engine  # which loads WeasyPrint as a build does
print("loaded")
"""


def build(world: World, output: str) -> Iterator[Requirement]:
    """Yield the requirements of building the book in `world`; `output` is its output folder."""
    yield _python()
    yield _packages()
    yield _libraries(world)
    yield _fonts(world)
    if world.house_font_folder:
        found = f"{len(world.house_fonts())} in {world.house_font_folder} (bookbuilder fonts list)"
        yield Requirement("Fonts of the house", found)
    yield _place(world, output)


def _python() -> Requirement:
    here = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < (3, 11)
    return Requirement("Python", here, "install Python 3.11 or later" if old else "")


def _packages() -> Requirement:
    try:
        wanted = metadata.requires("bookbuilder") or []
    except metadata.PackageNotFoundError:
        return Requirement("Python packages", "bookbuilder itself is not installed", "pip install .")
    names = [re.match(r"[\w.-]+", line)[0] for line in wanted if "extra ==" not in line]  # type: ignore[index] # a name
    missing = [name for name in names if not version(name)]
    if missing:
        return Requirement(
            "Python packages", f"without {', '.join(missing)}", f"pip install {' '.join(missing)}"
        )
    return Requirement("Python packages", f"{len(names)}, WeasyPrint {version('weasyprint')} among them")


def _libraries(world: World) -> Requirement:
    """Load WeasyPrint in a process of its own, since an unsuitable library may crash it."""
    try:
        tried = world.run(python_command(_PROBE, books=world.untrusted), seconds=60)
    except Exception as error:  # noqa: BLE001 # whatever the machine raises is the finding
        return Requirement("Pango and HarfBuzz", str(error), install_hint("pango", world))
    if tried.stdout.endswith("loaded\n"):
        return Requirement("Pango and HarfBuzz", "loaded")
    last = (tried.stderr.strip().splitlines() or [f"ended with {tried.returncode}"])[-1]
    library = re.search(r"cannot load library '([^']+)'", last)
    return Requirement(
        "Pango and HarfBuzz", f"no {library[1]}" if library else last, install_hint("pango", world)
    )


def _fonts(world: World) -> Requirement:
    try:
        families = tomllib.loads(world.read_asset("fonts/fonts.toml").decode())
    except Exception as error:  # noqa: BLE001 # whatever is wrong with our own file, the remedy is the same
        return Requirement("Fonts", str(error), "install bookbuilder anew")
    files = [f"{family['folder']}/{face['file']}" for family in families.values() for face in family["faces"]]
    missing = [name for name in files if not world.asset_exists(f"fonts/{name}")]
    if missing:
        return Requirement("Fonts", f"without {', '.join(missing)}", "install bookbuilder anew")
    return Requirement("Fonts", f"{len(files)} faces of {len(families)} families")


def _place(world: World, output: str) -> Requirement:
    if world.writable(output):
        return Requirement("Place for the output", f"{output} can be written")
    return Requirement(
        "Place for the output", f"{output} cannot be written", f"chmod u+rwx {world.root / output}"
    )
