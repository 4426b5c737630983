"""Languages: one folder a locale, and the functions that print numbers, dates and words as its readers write them."""

from bookbuilder.locales.locale import Locale, available, direction, load, messages

__all__ = ["Locale", "available", "direction", "load", "messages"]
