"""A hash of all that makes files differ between machines: program, libraries, system libraries, shipped themes and fonts."""

from __future__ import annotations

import hashlib

from bookbuilder.workers.environment_hash import fingerprint
from bookbuilder.world import World


def build_version(world: World) -> str:
    """Return the hash; where it is the same, a book becomes the same files."""
    digest = hashlib.sha256(fingerprint(world).encode())
    for folder in ("fonts", "styles"):
        for path in world.asset_files(folder):
            digest.update(path.encode() + hashlib.sha256(world.read_asset(path)).digest())
    return digest.hexdigest()
