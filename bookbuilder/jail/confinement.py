"""Confines this process: Landlock, seccomp, resource limits, dropped capabilities, for validators a network namespace."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bookbuilder.jail import browser, capabilities, kernel, landlock, network, rlimits, seccomp

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix", "/snap", "/gnu"),
    *("/proc", "/sys", "/dev", "/run/current-system", "/var/cache/fontconfig", "/var/lib/snapd"),
    # In /etc only what programs look up, nothing secret.
    *(
        f"/etc/{name}"
        for name in (
            *(
                "alternatives",
                "chromium",
                "chromium.d",
                "fonts",
                "gai.conf",
                "group",
                "host.conf",
                "hosts",
                "java",
            ),
            *(
                "java-17-openjdk",
                "java-21-openjdk",
                "java-25-openjdk",
                "ld.so.cache",
                "ld.so.conf",
                "ld.so.conf.d",
            ),
            *("localtime", "locale.alias", "mime.types", "nsswitch.conf", "opt", "os-release", "passwd"),
            *(
                "resolv.conf",
                "ssl/openssl.cnf",
                "ssl/certs",
                "ca-certificates",
                "pki/tls/openssl.cnf",
                "static",
            ),
            *("timezone", "debian_version", "lsb-release", "crypto-policies", "machine-id"),
        )
    ),
)
"""Paths that system programs and libraries read."""
_DEVICES = (
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
    "/dev/tty",
    "/dev/pts",
    "/dev/shm",
)
"""Paths that they write; /dev/shm holds semaphores."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a process may do: folders to read besides the system's, folders to write as well, whether it may start programs,
    and whether these need a network among themselves (`loopback`)."""

    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
    starts: bool = True
    loopback: bool = False
    memory: int = rlimits.MEMORY


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the jail: its name, what it prevents, whether this machine has it, and how to get it."""

    name: str
    keeps: str
    here: bool
    remedy: str = ""


def confine(walls: Permissions) -> None:
    """Confine this process and its children for good, as far as the kernel supports it.

    The process must have one thread: Landlock restricts a thread alone, and a user namespace is refused to a process with
    several (unshare(2)).
    """
    # Close the pipe to the browser before the book is read: code that reads a book must not be able to open pages.
    browser.give_up()
    rlimits.limit_memory(walls.memory, firm=not walls.loopback)  # a browser needs a higher limit
    connected = walls.loopback
    # Before Landlock, which refuses to write /proc/self/uid_map, and before root gives up CAP_SYS_ADMIN.
    if connected and network.isolate() and os.geteuid() != 0:
        rlimits.limit_processes()  # root has no such limit; the guard counts processes as well
    landlock.restrict((*_SYSTEM, *walls.reads), (*_DEVICES, *walls.writes), tcp=connected)
    if os.name == "posix" and os.geteuid() == 0:
        capabilities.drop()
    seccomp.restrict(starts=walls.starts, network=connected)
    with suppress(OSError):
        kernel.die_with_parent(signal.SIGKILL)  # changing credentials has reset this


def forbid_processes() -> None:
    """Forbid this process and all its threads to start others or to use the network."""
    seccomp.restrict(starts=False, network=False)


def layers() -> tuple[Layer, ...]:
    """Return the layers of the jail, with their availability on this machine."""
    abi = landlock.version()
    return (
        Layer("limits", "more memory and processor time than a book takes", here=True),
        Layer(
            f"Landlock {abi}" if abi else "Landlock",
            "writing files outside the book, and reading private ones",
            abi >= landlock.NEEDED,
            "a kernel since 5.19 with Landlock switched on (lsm=landlock,…)",
        ),
        Layer(
            "seccomp",
            "the network, and starting programs and processes",
            seccomp.available(),
            "a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64",
        ),
        Layer(
            "network namespace",
            "the network while validators run, which talk to one another",
            network.possible(),
            "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or"
            " kernel.apparmor_restrict_unprivileged_userns=0)",
        ),
    )
