"""Reads what the manual says of each key and attribute, for hovers and completion: front matter, facts, directives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.json_schema import Schema
from bookbuilder.markdown.attributes import (
    BLOCK_KEYS,
    FACT_KEYS,
    LINK_KEYS,
    PARAGRAPH_KEYS,
    SPAN_KEYS,
    TABLE_KEYS,
)
from bookbuilder.markdown.parse_chapter import KEYS
from bookbuilder.schemas import schemas
from bookbuilder.schemas.manual_tables import rows
from bookbuilder.world import Assets

_MORE = {
    "index": "an entry of an index that points to these words: `Entry`, or `Entry!sub-entry`",
    "of": "the index that the entry belongs to (`persons` if not given)",
    "lang": "the language of these words, as a tag: `en`, `de-AT`",
    "translate": "`no`: these words stay as they are in every language",
    "ref": "what the reference prints: `text` or `page`",
    "title": "a hint that readers see when they point at it",
    "lines": "`+1` or `-1`: this paragraph takes a line more or less than at its best in print",
    "head": "how many rows head the columns",
}
"""Attributes that have no row of their own in a table of the manual."""


@dataclass(frozen=True, eq=False)
class ManualWords:
    """Meanings by key, each read from the manual when it is asked for; `formats` are the known formats."""

    assets: Assets
    formats: tuple[str, ...]

    @cached_property
    def _page(self) -> str:
        return self.assets.read_asset("docs/markdown.md").decode()

    @cached_property
    def front_matter(self) -> Mapping[str, str]:
        """The keys of the front matter, in alphabetical order."""
        found = rows(self._page, "Front matter")
        return {key: found[key] for key in sorted(KEYS & found.keys())}

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """The attributes in braces."""
        facts, names = rows(self._page, "Facts"), rows(self._page, "Names")
        of_facts = {key: facts[key] for key in sorted(FACT_KEYS & facts.keys())}
        return {**_MORE, **of_facts, **{key: names[key] for key in ("name", "sub")}}

    @cached_property
    def schemas(self) -> Mapping[str, Schema]:
        """The JSON Schemas of TOML files by name; to make them takes half a second."""
        return schemas(self.assets, self.formats)

    def meanings(self, keys: set[str]) -> dict[str, str]:
        """Return attributes with their meanings, in alphabetical order."""
        return {key: self.attributes.get(key, "") for key in sorted(keys)}


SPAN, LINK, BLOCK = set(SPAN_KEYS), set(LINK_KEYS), {*BLOCK_KEYS, *PARAGRAPH_KEYS, *TABLE_KEYS}
"""The attributes behind words, behind links, and above blocks."""
