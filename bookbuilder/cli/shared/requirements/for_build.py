"""Requirements of a build: Python, system libraries, packages, fonts, and a writable folder."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata

from bookbuilder.cli.shared.requirements.requirement import Requirement, install_hint, version
from bookbuilder.isolation.python_process import python_command
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

_PROBE = """
import warnings
warnings.simplefilter("error", DeprecationWarning)  # WeasyPrint's word for a HarfBuzz without its subset library
import bookbuilder.formats.pdf.engine  # which loads WeasyPrint as a build does
print("loaded")
"""


_PACKAGES = Phrase("Python packages")
_LIBRARIES = Phrase("Pango and HarfBuzz")
_FONTS = Phrase("Fonts")
_PLACE = Phrase("Place for the output")
_ANEW = Phrase("install bookbuilder anew")


def build(world: World, output: str) -> Iterator[Requirement]:
    """Yield the requirements of building the book in `world`; `output` is its output folder."""
    yield _python()
    yield _packages()
    yield _libraries(world)
    yield _fonts(world)
    if world.house_font_folder:
        count, folder = len(world.house_fonts()), world.house_font_folder
        found = Phrase("{count:,} in {folder} (bookbuilder fonts list)", count=count, folder=folder)
        yield Requirement(Phrase("Fonts of the house"), found)
    yield _place(world, output)


def _python() -> Requirement:
    here = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < (3, 11)
    return Requirement("Python", here, Phrase("install Python 3.11 or later") if old else "")


def _packages() -> Requirement:
    try:
        wanted = metadata.requires("bookbuilder") or []
    except metadata.PackageNotFoundError:
        return Requirement(_PACKAGES, Phrase("bookbuilder itself is not installed"), "pip install .")
    names = [re.match(r"[\w.-]+", line)[0] for line in wanted if "extra ==" not in line]  # type: ignore[index] # a name
    missing = [name for name in names if not version(name)]
    if missing:
        return Requirement(
            _PACKAGES, Phrase("without {names}", names=", ".join(missing)), f"pip install {' '.join(missing)}"
        )
    found = Phrase(
        "{count}, WeasyPrint {version} among them", count=len(names), version=version("weasyprint")
    )
    return Requirement(_PACKAGES, found)


def _libraries(world: World) -> Requirement:
    """Load WeasyPrint in a process of its own, since an unsuitable library may crash it."""
    try:
        tried = world.run(python_command(_PROBE, books=world.untrusted), seconds=60)
    except Exception as error:  # noqa: BLE001 # whatever the machine raises is the finding
        return Requirement(_LIBRARIES, str(error), install_hint("pango", world))
    if tried.stdout.endswith("loaded\n"):
        return Requirement(_LIBRARIES, Phrase("loaded"))
    last = (tried.stderr.strip().splitlines() or [Phrase("ended with {number}", number=tried.returncode)])[-1]
    library = re.search(r"cannot load library '([^']+)'", last)
    return Requirement(
        _LIBRARIES,
        Phrase("no {library}", library=library[1]) if library else last,
        install_hint("pango", world),
    )


def _fonts(world: World) -> Requirement:
    try:
        families = tomllib.loads(world.read_asset("fonts/fonts.toml").decode())
    except Exception as error:  # noqa: BLE001 # whatever is wrong with our own file, the remedy is the same
        return Requirement(_FONTS, str(error), _ANEW)
    files = [f"{family['folder']}/{face['file']}" for family in families.values() for face in family["faces"]]
    missing = [name for name in files if not world.asset_exists(f"fonts/{name}")]
    if missing:
        return Requirement(_FONTS, Phrase("without {names}", names=", ".join(missing)), _ANEW)
    return Requirement(
        _FONTS, Phrase("{faces} faces of {families} families", faces=len(files), families=len(families))
    )


def _place(world: World, output: str) -> Requirement:
    if world.writable(output):
        return Requirement(_PLACE, Phrase("{folder} can be written", folder=output))
    return Requirement(
        _PLACE, Phrase("{folder} cannot be written", folder=output), f"chmod u+rwx {world.root / output}"
    )
