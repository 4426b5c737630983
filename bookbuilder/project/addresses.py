"""Parses the addresses in book.toml: of e-mail, and in the web."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from bookbuilder import json_schema
from bookbuilder.diagnostics import Rule
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import accepting, text

EMAIL = Rule(
    "book.email",
    "{value!r} is not an e-mail address",
    "Readers write to the address in the imprint, and the law of several countries asks for one.",
)
URL = Rule(
    "book.url",
    "{value!r} is not a web address",
    "A web address begins with https:// or http:// and names a host.",
)

EMAIL_ADDRESS = r"""[^@\s<>()\[\],;:\\"]+@[^@\s.<>/]+(\.[^@\s.<>/]+)+"""
WEB_ADDRESS = r"[hH][tT][tT][pP][sS]?://\S+"
"""Nearly: `url` looks closer."""


@accepting(json_schema.matching(rf"\s*|\s*{EMAIL_ADDRESS}\s*"))
def email(value: Any, spot: TomlLocation) -> str | None:
    """An e-mail address; a wrong one is reported and kept, so that checks still find it."""
    result = text(value, spot)
    if result and not re.fullmatch(EMAIL_ADDRESS, result):
        spot.report(EMAIL, spot.span, hint="such as redaktion@example.org", value=value)
    return result


@accepting(json_schema.matching(rf"\s*|\s*{WEB_ADDRESS}\s*"))
def url(value: Any, spot: TomlLocation) -> str | None:
    """A web address, http or https; a wrong one is reported and kept."""
    result = text(value, spot)
    if not result:
        return result
    try:
        parts = urlsplit(result)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", result)
    except ValueError:
        good = False
    if not good:
        spot.report(URL, spot.span, hint="such as https://example.org", value=value)
    return result


@accepting(url.schema)
def folder_address(value: Any, spot: TomlLocation) -> str | None:
    """A web address of a folder, as ASCII; it ends with a slash, whether one is written or not."""
    result = url(value, spot)
    if not result or not re.fullmatch(WEB_ADDRESS, result):
        return None
    try:
        parts = urlsplit(result.rstrip("/") + "/")
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        spot.report_value(value, "a host that can be written in ASCII, such as https://example.org")
        return None
    return urlunsplit((parts.scheme, host, quote(parts.path, safe="%/:@!$&'()*+,;=~"), "", ""))
