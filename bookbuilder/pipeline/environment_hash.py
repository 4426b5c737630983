"""What every result depends on besides the files of a book, as a hash: the program, its libraries, those of the system."""

from __future__ import annotations

import hashlib
import re
import sys
import zlib

from bookbuilder.world import World

LIBRARIES = (
    *(
        "babel",
        "brotli",
        "cssselect2",
        "ebooklib",
        "fonttools",
        "jinja2",
        "lxml",
        "markdown-it-py",
        "mdit-py-plugins",
        "msgspec",
    ),
    *("pikepdf", "pillow", "pydyf", "pyphen", "segno", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint"),
)
"""Packages that have a say in what a result is."""
VARIABLE_PREFIXES = ("FC_", "FONTCONFIG_", "G_", "LANG", "LC_", "PANGO", "PYTHON", "SOURCE_DATE_EPOCH", "TZ")
"""How the names of variables begin by which the environment could change what a library does."""


def fingerprint(world: World) -> str:
    """Return what a piece of work depends on besides its own values."""
    return _hash(
        world.program_digest(),
        _versions(world.installed),
        world.libraries,
        sys.version,
        zlib.ZLIB_RUNTIME_VERSION,
    )


def environment_hash(world: World, fingerprint: str) -> str:
    """Return what a whole build depends on besides the files of the book: the fingerprint, and with it every package that is
    installed, what the environment says, and whether the book is the one that comes with the program."""
    variables = sorted(
        (name, value) for name, value in world.environ.items() if name.startswith(VARIABLE_PREFIXES)
    )
    return _hash(fingerprint, world.installed, variables, world.root == world.assets)


def _versions(installed: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the versions of the libraries; of one that says nothing of itself, none."""
    result: dict[str, str] = {}
    for package in installed:
        name, _, version = package.partition("-")
        result.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return [(name, result.get(name, "")) for name in LIBRARIES]


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()
