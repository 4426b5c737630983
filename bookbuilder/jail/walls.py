"""What a process may do while it works on a book, and the layers of the kernel that hold it to that."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bookbuilder.jail import capabilities, kernel, landlock, network, rlimits, seccomp

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix", "/snap", "/gnu"),
    *("/proc", "/sys", "/dev", "/run/current-system", "/var/cache/fontconfig", "/var/lib/snapd"),
    # Of /etc what programs look up; not what is secret there.
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
"""What programs and libraries of the system read."""
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
"""What they write; in /dev/shm processes wait for one another."""


@dataclass(frozen=True, slots=True)
class Walls:
    """What a process may do: the folders that it may read besides those of the system, those that it may write as well,
    whether it may start programs, and whether they need a network among themselves (`loopback`)."""

    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
    starts: bool = True
    loopback: bool = False
    memory: int = rlimits.MEMORY


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the jail: its name, what it is for, and whether this machine has it."""

    name: str
    keeps: str
    here: bool
    remedy: str = ""


def enter(walls: Walls) -> None:
    """Put this process, and all that it starts, behind walls for good; what the kernel lacks is left out.

    Only for a process that has one thread yet.
    """
    rlimits.limit_memory(walls.memory, firm=not walls.loopback)  # a browser needs another limit
    connected = walls.loopback
    if connected and network.alone() and os.geteuid() != 0:
        rlimits.limit_processes()  # who is root has no such limit; the guard counts as well
    landlock.restrict((*_SYSTEM, *walls.reads), (*_DEVICES, *walls.writes), tcp=connected)
    if os.name == "posix" and os.geteuid() == 0:
        capabilities.drop()
    seccomp.restrict(starts=walls.starts, network=connected)
    with suppress(OSError):
        kernel.die_with_parent(signal.SIGKILL)  # who changes what it may do has to ask again


def seal() -> None:
    """Let this process, with all its threads, start nothing more and reach no network."""
    seccomp.restrict(starts=False, network=False)


def layers() -> tuple[Layer, ...]:
    """Return the layers of the jail, each with whether this machine has it."""
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
            seccomp.known(),
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
