"""Names of persons, places and organisations: written once, and spelled by every locale in its own way."""

from bookbuilder.names.localized_names import LocalName, localize_names
from bookbuilder.names.name import FORMS, Form, Name
from bookbuilder.names.names_file import read_names
from bookbuilder.names.unwanted_spellings import SpellingMatch, Spellings

__all__ = ["FORMS", "Form", "LocalName", "Name", "SpellingMatch", "Spellings", "localize_names", "read_names"]
