"""Hashes what results depend on besides the book's files: the program, its libraries, the environment."""

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
        "math-core",
        "mdit-py-plugins",
        "msgspec",
        "openpyxl",
    ),
    *("pikepdf", "pillow", "pydyf", "pyphen", "segno", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint"),
)
"""Packages that influence results."""
VARIABLE_PREFIXES = ("FC_", "FONTCONFIG_", "G_", "LANG", "LC_", "PANGO", "PYTHON", "SOURCE_DATE_EPOCH", "TZ")
"""Prefixes of environment variables that could change what a library does."""


def fingerprint(world: World) -> str:
    """Return a hash of what a step depends on besides its input: program, libraries, Python."""
    return _hash(
        world.program_digest(),
        _versions(world.installed),
        world.libraries,
        sys.version,
        # Another zlib may compress the same data to other bytes.
        zlib.ZLIB_RUNTIME_VERSION,
    )


def environment_hash(world: World, fingerprint: str) -> str:
    """Return a hash of what a whole build depends on besides the book's files: the fingerprint, all installed packages,
    relevant environment variables, and whether the book is the program's own."""
    variables = sorted(
        (name, value) for name, value in world.environ.items() if name.startswith(VARIABLE_PREFIXES)
    )
    return _hash(fingerprint, world.installed, variables, world.root == world.assets)


def _versions(installed: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the versions of the libraries; empty for one that does not say."""
    result: dict[str, str] = {}
    for package in installed:
        name, _, version = package.partition("-")
        result.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return [(name, result.get(name, "")) for name in LIBRARIES]


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()
