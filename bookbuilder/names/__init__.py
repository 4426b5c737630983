"""Names: a person, place or organisation that the book says once, and every locale in its own spelling."""

from bookbuilder.names.localized_names import Local, local
from bookbuilder.names.name import FORMS, Form, Name
from bookbuilder.names.names_file import read
from bookbuilder.names.unwanted_spellings import Found, Spellings

__all__ = ["FORMS", "Form", "Found", "Local", "Name", "Spellings", "local", "read"]
