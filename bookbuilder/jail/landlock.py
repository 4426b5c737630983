"""Landlock: restricts the folders that this process and its children may read and write.

This calls the kernel directly, since the libraries on PyPI are young, and it takes one page.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Iterable

from bookbuilder.jail import kernel

# linux/landlock.h
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_CREATE = 0x1FF0 & ~_MAKE_CHAR & ~_MAKE_BLOCK  # remove, and make all but devices
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # since ABI 2 and 3
_ALL = {2: (1 << 14) - 1, 3: (1 << 15) - 1}
READ = _EXECUTE | _READ_FILE | _READ_DIR
WRITE = READ | _WRITE_FILE | _CREATE | _REFER | _TRUNCATE
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_TCP = 0b11  # bind and connect, since ABI 4
_SCOPES = 0b11  # sockets without a file, and signals, of processes outside; since ABI 6
_PATH_BENEATH = 1
_VERSION = 1
NEEDED = 2
"""The first ABI that allows renaming a file into another folder, which publishing needs."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    # Packed, as in linux/landlock.h; Python 3.14 warns of a `_pack_` without a `_layout_`.
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Return the ABI version of Landlock in this kernel, 0 if it has none."""
    try:
        return kernel.call(kernel.LANDLOCK_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def restrict(reads: Iterable[str], writes: Iterable[str], *, tcp: bool) -> bool:
    """Restrict this thread and its children: read and run only below `reads` and `writes`, write only below `writes`, signal
    only descendants, and, unless `tcp`, use no TCP. Return whether the kernel supports that.

    Missing paths are ignored. Files that are open stay open.
    """
    abi = version()
    if abi < NEEDED:
        return False
    handled = _ALL[min(abi, 3)]
    asked = _Ruleset(handled, _TCP if abi >= 4 and not tcp else 0, _SCOPES if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = kernel.call(kernel.LANDLOCK_CREATE_RULESET, ctypes.byref(asked), size, 0)
    try:
        for places, allowed in ((reads, READ), (writes, WRITE)):
            for place in dict.fromkeys(places):
                _allow(ruleset, place, allowed & handled)
        kernel.no_new_privileges()
        kernel.call(kernel.LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, place: str, allowed: int) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            # The kernel refuses a rule that gives a file the rights of a folder (EINVAL).
            allowed &= _OF_A_FILE
        rule = _Beneath(allowed, opened)
        kernel.call(kernel.LANDLOCK_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    except OSError as error:
        if error.errno != errno.EBADFD:  # a pseudo file system, such as that of pipes
            raise
    finally:
        os.close(opened)
