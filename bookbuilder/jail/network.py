"""Moves this process and its children into a network namespace of their own, with a loopback only."""

from __future__ import annotations

import os
import struct
import sys

from bookbuilder.jail import kernel

_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
_UP = 1


def isolate() -> bool:
    """Enter a new network namespace, with only this process and its children (127.0.0.1); return whether the kernel allows
    it. Without root, this also enters a user namespace with one user of the same number.

    The process must have one thread.
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
    """Return whether it works, tried in a child process: some systems allow the namespace, but nothing in it."""
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
    """Whether `isolate` would succeed."""
    return sys.platform == "linux" and _tried()


def _leave() -> None:
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            kernel.unshare(kernel.CLONE_NEWNET)
        except OSError:
            # A root without CAP_SYS_ADMIN, as in a container, needs a user namespace for it (unshare(2)).
            kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNET)
        else:
            return
    else:
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNET)
    for name, text in (
        # An unprivileged process may write gid_map only after that (user_namespaces(7)).
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
    """Bring up 127.0.0.1, which is down in a new namespace."""
    import fcntl
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        asked = struct.pack("16sh22x", b"lo", 0)
        flags = struct.unpack("16sh22x", fcntl.ioctl(one, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(one, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | _UP))
