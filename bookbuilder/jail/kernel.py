"""Linux system calls missing in Python. They raise `OSError` on other systems and older kernels."""

from __future__ import annotations

import ctypes
import errno
import os
import sys

LINUX = sys.platform == "linux"
_LIBRARY = ctypes.CDLL(None, use_errno=True) if LINUX else None

# System calls added after 2011 have the same numbers on every architecture.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
_SECCOMP = {"x86_64": 317, "aarch64": 277}

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_CHILD_SUBREAPER = 36
_PR_CAPBSET_DROP = 24
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def call(number: int, *arguments: object) -> int:
    """Make a system call and return its result; raises `OSError`."""
    if _LIBRARY is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    return _checked(_LIBRARY.syscall(number, *arguments))


def seccomp(operation: int, flags: int, argument: object) -> int:
    """Make the system call `seccomp`, whose number depends on the architecture; raises `OSError`."""
    number = _SECCOMP.get(os.uname().machine)
    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    return call(number, operation, flags, argument)


def unshare(flags: int) -> None:
    """Leave namespaces; raises `OSError`. (`os.unshare` needs Python 3.12.)"""
    if _LIBRARY is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    _checked(_LIBRARY.unshare(flags))


def die_with_parent(signal: int) -> None:
    """Have a signal sent to this process when the thread that started it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal)


def adopt_orphans() -> None:
    """Become the parent of orphaned descendants."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def no_new_privileges() -> None:
    """Keep child programs from gaining privileges, as Landlock and seccomp require."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_from_bounds(capability: int) -> None:
    """Remove a capability from all child programs."""
    _prctl(_PR_CAPBSET_DROP, capability)


def _prctl(option: int, value: int) -> None:
    if _LIBRARY is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    _checked(_LIBRARY.prctl(option, value, 0, 0, 0))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
