"""What the wheel carries beside the package: themes, fonts, the manual, the starter book, and the catalogs, compiled.

A table `force-include` in pyproject.toml would say the same, but hatchling then also copies the files into an editable
install, where they grow old unseen. In a checkout bookbuilder reads the folders themselves, and the catalogs as translators
write them; gettext's binary form spares every start of an installed program the parsing of them.
"""

import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "styles": "bookbuilder/_assets/styles",
    "fonts": "bookbuilder/_assets/fonts",
    "math": "bookbuilder/_assets/math",
    "docs": "bookbuilder/_assets/docs",
    "chapters": "bookbuilder/_assets/starter/chapters",
    "l10n": "bookbuilder/_assets/starter/l10n",
    "book.toml": "bookbuilder/_assets/starter/book.toml",
    "facts.toml": "bookbuilder/_assets/starter/facts.toml",
    "names.toml": "bookbuilder/_assets/starter/names.toml",
    "sources.toml": "bookbuilder/_assets/starter/sources.toml",
    "glossary.toml": "bookbuilder/_assets/starter/glossary.toml",
}
LOCALES = "bookbuilder/locales"
SENTENCES = "bookbuilder/program_language/catalogs"


class Assets(BuildHookInterface[Any]):
    """Adds the files to the wheel; the sources of the catalogs stay out of it (pyproject.toml)."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        build_data["force_include"].update(ASSETS)
        self.folder = Path(tempfile.mkdtemp(prefix="messages-"))
        home = Path(self.root, LOCALES)
        catalog = _catalog(home / "message_catalog.py")
        made = {
            f"{place.parent.name}/messages.mo": catalog.compile_catalog(place.read_bytes())
            for place in sorted(home.glob("*/messages.po"))
        }
        made[catalog.LIST] = catalog.packed(catalog.messages((home / catalog.TEMPLATE).read_bytes()))
        files = {f"{LOCALES}/{name}": data for name, data in made.items()}
        for source in sorted(Path(self.root, SENTENCES).glob("*.po")):
            files[f"{SENTENCES}/{source.stem}.mo"] = catalog.compile_catalog(source.read_bytes())
        for name, data in files.items():
            place = self.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            build_data["force_include"][str(place)] = name

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if self.folder is not None:
            shutil.rmtree(self.folder)


def _catalog(place: Path) -> ModuleType:
    """Return the module that compiles catalogs; the package around it needs more than the build has."""
    spec = importlib.util.spec_from_file_location("_catalog", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
