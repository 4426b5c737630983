"""The libraries of the system on which the bytes of a PDF depend, by which cached results are known."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.world import World

KINDS = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")


def test_they_are_those_that_lay_out_text(tmp_path: Path) -> None:
    names = World(tmp_path).libraries
    assert any(name.startswith("libpango") for name in names) and any(
        name.startswith("libharfbuzz") for name in names
    )
    assert [name for name in names if not name.startswith(KINDS)] == []
