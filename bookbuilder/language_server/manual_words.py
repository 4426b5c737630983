"""What the manual says of keys and attributes: front matter, spans, facts, names, directives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True, slots=True)
class ManualWords:
    """Meanings by key: of front matter, of attributes, and the JSON Schemas of TOML files by name."""

    front_matter: Mapping[str, str]
    attributes: Mapping[str, str]
    schemas: Mapping[str, Schema]

    def meanings(self, keys: set[str]) -> dict[str, str]:
        """Return attributes with their meanings, in alphabetical order."""
        return {key: self.attributes.get(key, "") for key in sorted(keys)}


@cache
def manual_words(assets: Assets, formats: tuple[str, ...]) -> ManualWords:
    """Return what the manual says; `formats` are the known formats."""
    page = assets.read_asset("docs/markdown.md").decode()
    front, facts, names = (rows(page, title) for title in ("Front matter", "Facts", "Names"))
    attributes = {**_MORE, **{key: facts[key] for key in sorted(FACT_KEYS & facts.keys())}}
    attributes |= {key: names[key] for key in ("name", "sub")}
    return ManualWords(
        {key: front[key] for key in sorted(KEYS) if key in front}, attributes, schemas(assets, formats)
    )


SPAN, LINK, BLOCK = set(SPAN_KEYS), set(LINK_KEYS), {*BLOCK_KEYS, *PARAGRAPH_KEYS, *TABLE_KEYS}
"""The attributes behind words, behind links, and above blocks."""
