"""What root may do besides what anybody may: a book needs nothing of it but to reach files of other people."""

from __future__ import annotations

import ctypes
import os
import struct
from contextlib import suppress

from bookbuilder.jail import kernel

_CAPGET, _CAPSET = {"x86_64": (125, 126), "aarch64": (90, 91)}.get(os.uname().machine, (0, 0))
_VERSION_3 = 0x20080522
_FILES = 0b11011  # CHOWN, DAC_OVERRIDE, FOWNER, FSETID; without DAC_READ_SEARCH
_LAST = 63


def drop() -> None:
    """Give up for good, for this process and what it starts, all that makes root more than a user who owns every file: to
    look into processes, to raise limits, to change the system."""
    if not _CAPSET:
        return
    for one in range(_LAST):
        if not _FILES >> one & 1:
            with suppress(OSError):  # the kernel has fewer, or we may not
                kernel.drop_from_bounds(one)
    header = ctypes.create_string_buffer(struct.pack("Ii", _VERSION_3, 0))
    data = ctypes.create_string_buffer(24)
    with suppress(OSError):
        kernel.call(_CAPGET, header, data)
        lower = [
            word & _FILES for word in struct.unpack("6I", data.raw[:24])[:3]
        ]  # the upper halves become empty
        kernel.call(_CAPSET, header, ctypes.create_string_buffer(struct.pack("6I", *lower, 0, 0, 0)))
