"""Languages: one folder for each locale, and functions that format numbers, dates and words as its readers write them."""

from bookbuilder.locales.join_list import join_list
from bookbuilder.locales.locale import Locale, available, direction, load, messages, missing
from bookbuilder.locales.message_catalog import Message, OwnWords

__all__ = [
    "Locale",
    "Message",
    "OwnWords",
    "available",
    "direction",
    "join_list",
    "load",
    "messages",
    "missing",
]
