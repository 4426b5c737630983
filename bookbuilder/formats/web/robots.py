"""Writes what crawlers read at the root of a site: `robots.txt` (RFC 9309) and the reservation of text and data mining
(`.well-known/tdmrep.json`, TDM Reservation Protocol of the W3C Community Group, 2024)."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from bookbuilder.formats.book import Book
from bookbuilder.formats.web import sitemap
from bookbuilder.formats.web.addresses import public

ROBOTS, TDMREP = "robots.txt", ".well-known/tdmrep.json"


def crawler_files(book: Book) -> dict[str, bytes]:
    """Return the files; none if the address of the site is not known."""
    address = public(book)
    if not address:
        return {}
    robots = f"User-agent: *\nAllow: /\nSitemap: {public(book, sitemap.FILE)}\n"
    result = {ROBOTS: robots.encode()}
    imprint = book.project.imprints[book.edition.locale.name]
    if imprint.tdm_reserved:
        rule: dict[str, object] = {"location": f"{urlsplit(address).path}*", "tdm-reservation": 1}
        if imprint.tdm_policy:
            rule["tdm-policy"] = imprint.tdm_policy
        result[TDMREP] = (json.dumps([rule], indent=2) + "\n").encode()
    return result
