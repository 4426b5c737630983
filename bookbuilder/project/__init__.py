"""The book's settings: what `book.toml` says, as frozen values."""

from bookbuilder.project.model import (
    Edition,
    Imprint,
    Person,
    Print,
    Project,
    ProjectLocale,
)
from bookbuilder.project.read import load

__all__ = ["Edition", "Imprint", "Person", "Print", "Project", "ProjectLocale", "load"]
