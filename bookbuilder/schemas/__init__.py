"""JSON Schemas of the TOML files of a book, for editors; made from the tables of keys that the program itself reads."""

from bookbuilder.schemas.all_schemas import FILES, schemas

__all__ = ["FILES", "schemas"]
