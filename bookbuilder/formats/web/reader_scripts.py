"""The scripts of the web edition: for the reader's choices and place, and for the search, with the texts of the book."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder.document.style_features import BOX
from bookbuilder.html.styles import feature_asset
from bookbuilder.world import Assets

FOLDER = "package/formats/web/scripts"
THEME, READER, ENGINE, TEXTS = "js/theme.js", "js/reader.js", "js/search.js", "js/search-texts.js"
"""The files of the site. The last two are loaded when a reader opens the search."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of an edition: `theme` runs before anything is drawn, `reader` afterwards, `engine` searches."""

    theme: str
    reader: str
    engine: str

    @property
    def all(self) -> tuple[str, str, str]:
        """All of them, in the order in which the single file has them."""
        return (self.theme, self.engine, self.reader)


def scripts(world: Assets, stemmers: Iterable[str], features: Iterable[str] = (), *, code: bool) -> Scripts:
    """Return the scripts; the engine has MiniSearch, and the stemmers with these names. Directives of which the book has a
    box (`features`) may have one too, web.js. `code`: the book has some, which readers can copy."""
    stems = ("base-stemmer", *(f"stemmers/{name}" for name in stemmers), "word-forms")
    reader = ("found-place", "reader", *(("copy-code",) if code else ()))
    engine = ("minisearch", *stems, "search")
    paths = (feature_asset(feature, "web.js") for feature in features if feature.startswith(BOX))
    own = [world.read_asset(path).decode() for path in paths if world.asset_exists(path)]
    return Scripts(_read(world, "theme"), "\n".join((_joined(world, reader), *own)), _joined(world, engine))


def _joined(world: Assets, names: Iterable[str]) -> str:
    return "\n".join(_read(world, name) for name in names)


def _read(world: Assets, name: str) -> str:
    return world.read_asset(f"{FOLDER}/{name}.js").decode()


def site_files(made: Scripts, texts: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of the site. The texts are a script, since a page may not read other files from the file system."""
    data = f"const bookTexts = {_json(texts)};\n"
    files = {THEME: made.theme, READER: made.reader, ENGINE: made.engine, TEXTS: data}
    return {name: text.encode() for name, text in files.items()}


def embedded(texts: Mapping[str, Any]) -> str:
    """Return the texts as JSON inside an HTML page: without `<`, which could end its element."""
    return _json(texts).replace("<", "\\u003c")


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
