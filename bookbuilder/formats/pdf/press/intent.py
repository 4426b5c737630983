"""The output intent of a file: the device that its colours are meant for (ISO 32000-1, 14.11.5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent. `condition` is a name in a `registry`, `info` what people call it, `icc` the profile (empty: the
    sRGB that every file has), `standards` those for which it is stated."""

    condition: str = "sRGB"
    info: str = "sRGB"
    registry: str = ""
    icc: bytes = b""
    standards: tuple[str, ...] = ("GTS_PDFA1",)


SRGB = Intent()
