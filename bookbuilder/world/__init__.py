"""The World: the only object that touches files, programs and the environment. It refuses what lies outside the book.

Everything else gets the World, or what it read, as an argument: a test can pass a small folder, and a build reads
nothing else. Paths are relative to the root of the book, with forward slashes.

Permissions are types: a check gets a `Reader`, a format a `Workspace`; only commands get a `World`.
"""

from bookbuilder.world.book_root import OUTSIDE, PROGRAM, READ_LIMIT, TOO_LARGE, decode, relative
from bookbuilder.world.caching import Cache, Workspace
from bookbuilder.world.host_machine import Machine, ProcessResult
from bookbuilder.world.own_folder import CACHE
from bookbuilder.world.publishing import Publisher, sealed
from bookbuilder.world.reading import ASSET_QUESTIONS, QUESTIONS, Assets, BookFiles, Reader
from bookbuilder.world.world import World

__all__ = [
    "ASSET_QUESTIONS",
    "CACHE",
    "OUTSIDE",
    "PROGRAM",
    "QUESTIONS",
    "READ_LIMIT",
    "TOO_LARGE",
    "Assets",
    "BookFiles",
    "Cache",
    "Machine",
    "ProcessResult",
    "Publisher",
    "Reader",
    "Workspace",
    "World",
    "decode",
    "relative",
    "sealed",
]
