"""Makes the schema of each file from the program's tables, the manual and the program's theme."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder import toml
from bookbuilder.facts.facts_file import facts_schema
from bookbuilder.html.brand.read_brand import brand_schema
from bookbuilder.html.theme_inheritance import DEFAULT
from bookbuilder.html.theme_schema import theme_schema
from bookbuilder.json_schema import Schema
from bookbuilder.names.names_file import names_schema
from bookbuilder.picture_rights.pictures_file import pictures_schema
from bookbuilder.schemas.book import book_toml, series_toml
from bookbuilder.schemas.manual_tables import rows
from bookbuilder.sources.toml_file import sources_schema
from bookbuilder.world import Assets

FILES = ("book", "brand", "facts", "names", "pictures", "series", "sources", "theme")
"""The files of a book and its series that have a schema, without `.toml`."""
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest draft that taplo reads, which serves most editors (decision 0063)."""


def schemas(assets: Assets, formats: Collection[str]) -> dict[str, Schema]:
    """Return the schemas of `FILES` by name; `formats` are the known formats."""

    def page(name: str) -> str:
        return assets.read_asset(f"docs/{name}.md").decode()

    tokens = toml.loads(assets.read_asset(f"styles/{DEFAULT}/theme.toml").decode())
    facts, people = page("facts"), page("names")
    rights = page("pictures")
    book = book_toml(formats, page("book-toml"))
    made = {
        "book": book,
        "series": series_toml(book, page("series")),
        "facts": facts_schema(rows(facts, "Kinds", "Amounts and their equivalents")),
        "names": names_schema(rows(people, "The file names.toml")),
        "sources": sources_schema(rows(page("sources"), "The file sources.toml")),
        "pictures": pictures_schema(
            rows(rights, "Keys of a licence"),
            rows(rights, "Keys of a picture"),
            rows(rights, "Keys of an alternative text"),
        ),
        "brand": brand_schema(rows(page("themes"), "The keys of brand.toml")),
        "theme": theme_schema(tokens, rows(page("themes"), "The tokens")),
    }
    return {name: {"$schema": DRAFT, "title": f"{name}.toml of bookbuilder", **made[name]} for name in FILES}
