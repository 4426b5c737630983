"""Languages: one folder a locale, and the functions that print numbers, dates and words as its readers write them."""

from bookbuilder.locales.catalog import Message, OwnWords
from bookbuilder.locales.lists import listed
from bookbuilder.locales.locale import Locale, available, direction, load, messages, missing

__all__ = ["Locale", "Message", "OwnWords", "available", "direction", "listed", "load", "messages", "missing"]
