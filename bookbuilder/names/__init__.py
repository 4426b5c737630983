"""Names: a person, place or organisation that the book says once, and every locale in its own spelling."""

from bookbuilder.names.local import Local, local
from bookbuilder.names.model import FORMS, Form, Name
from bookbuilder.names.read import read
from bookbuilder.names.spellings import Found, Spellings

__all__ = ["FORMS", "Form", "Found", "Local", "Name", "Spellings", "local", "read"]
