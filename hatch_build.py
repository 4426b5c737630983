"""What the wheel carries beside the package: themes, fonts and the starter book.

A table `force-include` in pyproject.toml would say the same, but hatchling then also copies the files into an editable
install, where they grow old unseen. In a checkout bookbuilder reads the folders themselves.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "styles": "bookbuilder/_assets/styles",
    "fonts": "bookbuilder/_assets/fonts",
    "chapters": "bookbuilder/_assets/starter/chapters",
    "book.toml": "bookbuilder/_assets/starter/book.toml",
    "facts.toml": "bookbuilder/_assets/starter/facts.toml",
    "names.toml": "bookbuilder/_assets/starter/names.toml",
}


class Assets(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"].update(ASSETS)
