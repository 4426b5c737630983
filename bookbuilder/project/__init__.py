"""The settings of a book: book.toml and its companions as frozen values."""

from bookbuilder.project.book_file import load
from bookbuilder.project.project import (
    Edition,
    Imprint,
    Person,
    Print,
    Project,
    ProjectLocale,
)

__all__ = ["Edition", "Imprint", "Person", "Print", "Project", "ProjectLocale", "load"]
