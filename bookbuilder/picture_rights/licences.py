"""Licences of pictures that anybody may take: expressions of SPDX, and how those of Creative Commons are named and found."""

from __future__ import annotations

import re
from collections.abc import Collection

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from bookbuilder.diagnostics import nearest

_CC = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)(?:-([A-Z]{2,3}))?")
_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
FOR_PICTURES = (
    *(f"CC-{kind}-{version}" for kind in ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND") for version in _VERSIONS),
    "CC0-1.0", "CC-PDDC", "GFDL-1.2-or-later", "GFDL-1.3-or-later", "LAL-1.3", "OGL-UK-3.0", "etalab-2.0",
    "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "PDDL-1.0",
)  # fmt: skip
"""Identifiers of SPDX that pictures have, for hints and completion."""
_LONGEST = 200
_PUBLIC = {
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-PDDC": ("public domain", "https://creativecommons.org/licenses/publicdomain/"),
}


def spdx(licence: str) -> str:
    """Return an expression of SPDX as it is written there; empty if it is none.

    >>> spdx("cc-by-4.0"), spdx("CC-BY-40")
    ('CC-BY-4.0', '')
    """
    if len(licence) > _LONGEST:
        return ""
    try:
        return str(canonicalize_license_expression(licence))
    except InvalidLicenseExpression:
        return ""


def nearest_licence(licence: str, house: Collection[str]) -> str:
    """Return a hint with the licence that was probably meant."""
    return (
        nearest(licence, (*house, *FOR_PICTURES))
        or "write an identifier of SPDX, such as CC-BY-4.0, or describe the licence in [licences]"
    )


def printed_name(licence: str) -> str:
    """Return an expression of SPDX as it stands in a credit.

    >>> printed_name("CC-BY-SA-4.0"), printed_name("CC-BY-3.0-DE")
    ('CC BY-SA 4.0', 'CC BY 3.0 DE')
    """
    if licence in _PUBLIC:
        return _PUBLIC[licence][0]
    match = _CC.fullmatch(licence)
    return " ".join(filter(None, ("CC", *match.groups()))) if match else licence


def licence_address(licence: str) -> str:
    """Return the address of the text of a licence of Creative Commons; empty for others.

    >>> licence_address("CC-BY-SA-4.0")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    if licence in _PUBLIC:
        return _PUBLIC[licence][1]
    match = _CC.fullmatch(licence)
    if match is None:
        return ""
    region = f"{match[3].lower()}/" if match[3] else ""
    return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/{region}"


_ADDRESS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/([a-z-]{2,8})/(\d\.\d)(?:/([a-z]{2,3}))?|publicdomain/zero/1\.0)/?"
    r"(?:deed\.[\w-]{2,8}|legalcode)?"
)


def licence_at(address: str) -> str:
    """Return the licence of Creative Commons whose address a file names; empty if it is another.

    >>> licence_at("http://creativecommons.org/licenses/by-sa/4.0/")
    'CC-BY-SA-4.0'
    """
    match = _ADDRESS.fullmatch(address.strip()[:_LONGEST])
    if match is None:
        return ""
    if match[1] is None:
        return "CC0-1.0"
    return spdx("-".join(filter(None, ("CC", match[1], match[2], match[3]))).upper())
