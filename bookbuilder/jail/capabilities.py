"""Drops root's capabilities, except those to access files of other users."""

from __future__ import annotations

import ctypes
import os
import struct
from contextlib import suppress

from bookbuilder.jail import kernel

_CAPGET, _CAPSET = {"x86_64": (125, 126), "aarch64": (90, 91)}.get(os.uname().machine, (0, 0))
# The number of _LINUX_CAPABILITY_VERSION_3, from linux/capability.h.
_VERSION_3 = 0x20080522
_FILES = 0b11011  # CHOWN, DAC_OVERRIDE, FOWNER, FSETID; without DAC_READ_SEARCH
_LAST = 63


def drop() -> None:
    """Drop all capabilities for good, also for child processes, except those of a user who owns every file: no inspection of
    processes, no raised limits, no changes to the system."""
    if not _CAPSET:
        return
    # First, since it takes CAP_SETPCAP, which the call below gives up.
    for one in range(_LAST):
        if not _FILES >> one & 1:
            with suppress(OSError):  # an older kernel, or no permission
                kernel.drop_from_bounds(one)
    header = ctypes.create_string_buffer(struct.pack("Ii", _VERSION_3, 0))
    data = ctypes.create_string_buffer(24)
    with suppress(OSError):
        kernel.call(_CAPGET, header, data)
        lower = [
            word & _FILES for word in struct.unpack("6I", data.raw[:24])[:3]
        ]  # the upper halves become empty
        kernel.call(_CAPSET, header, ctypes.create_string_buffer(struct.pack("6I", *lower, 0, 0, 0)))
