"""A network of its own for this process and all that it starts: they reach one another, and nobody else."""

from __future__ import annotations

import os
import struct
import sys

from bookbuilder.jail import kernel

_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
_UP = 1


def alone() -> bool:
    """Leave the network of the machine for one that has only this process and what it starts (127.0.0.1), and return
    whether the kernel lets us. Who is not root becomes the only user of a namespace, under the same number.

    Only for a process of one thread.
    """
    if sys.platform != "linux":
        return False
    try:
        if not _tried():
            return False
        _leave()
        _loopback()
    except OSError:
        return False
    return True


def _tried() -> bool:
    """Return whether it can be done, tried out in a child: some systems let us into a namespace and forbid all there."""
    child = os.fork()
    if child == 0:
        try:
            _leave()
            _loopback()
        except BaseException:  # noqa: BLE001 # this is a copy of somebody else's process: it must end here
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def possible() -> bool:
    """Whether `alone` would do it."""
    return sys.platform == "linux" and _tried()


def _leave() -> None:
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            kernel.unshare(kernel.CLONE_NEWNET)
        except OSError:
            kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNET)
        else:
            return
    else:
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNET)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        opened = os.open(f"/proc/self/{name}", os.O_WRONLY)
        try:
            os.write(opened, text.encode())
        finally:
            os.close(opened)


def _loopback() -> None:
    """Switch 127.0.0.1 on; a new network has it switched off."""
    import fcntl
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        asked = struct.pack("16sh22x", b"lo", 0)
        flags = struct.unpack("16sh22x", fcntl.ioctl(one, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(one, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | _UP))
