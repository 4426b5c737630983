"""How much memory and processor time a process may take."""

from __future__ import annotations

import resource
from contextlib import suppress

MEMORY = 2_500_000_000
"""Bytes that one process may hold; a book of a thousand pages takes a fifth of that."""
SHORT = 400_000_000
"""Bytes of address space with which the libraries cannot even be loaded."""
PROGRAM = 12_000_000_000
"""Bytes that each process of a validator may claim; a browser claims far more than it uses."""
PROCESSORS = 4
"""Processor time that a program may take, as a multiple of the time that it is waited for."""
THREADS = 4_000
"""Threads of all processes of a check; a browser has some three hundred."""
SECONDS = 300
"""Processor time that one piece of work (a chapter, a font, a cover) may take, besides what its length adds."""
BYTES_A_SECOND = 2_000
"""Bytes of text for which a piece of work gets one second more."""


def limit_memory(bytes_: int = MEMORY, *, firm: bool = True) -> None:
    """Let this process, and each that it starts, hold so many bytes, or fewer if it had a lower limit; write no cores. A
    limit that is not `firm` can be raised for others by `widen`."""
    for what, most in ((resource.RLIMIT_DATA, bytes_), (resource.RLIMIT_CORE, 0)):
        soft, hard = resource.getrlimit(what)
        least = min(value for value in (soft, hard, most) if value != resource.RLIM_INFINITY)
        resource.setrlimit(what, (least, least if firm else hard))


def limit_processes() -> None:
    """Let the user of this process, who is the only one of a namespace, have so many processes and threads."""
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    most = THREADS if hard == resource.RLIM_INFINITY else min(THREADS, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def of_the_shell() -> int:
    """Return how many bytes a process may address as whoever started it said (`ulimit -v`); 0: as many as it likes."""
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    return 0 if soft == resource.RLIM_INFINITY else soft


def short_of_memory() -> bool:
    """Whether whoever started this process allows so little that anything may fail of it: a library that cannot be loaded, a
    thread that cannot be started."""
    return 0 < of_the_shell() < SHORT


def widen(process: int, seconds: float) -> None:
    """Give a program that was started limits of its own, as far as this process may."""
    if not hasattr(resource, "prlimit"):
        return
    for what, most in ((resource.RLIMIT_DATA, PROGRAM), (resource.RLIMIT_CPU, int(seconds * PROCESSORS))):
        with suppress(OSError, ValueError):  # it has ended already
            hard = resource.prlimit(process, what)[1]
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(process, what, (soft, hard))


def allow(size: int = 0, *, alone: bool = False) -> None:
    """Let this process use the processor for so long from now on as work on `size` bytes may take; then it is ended.

    Takes nothing back that was allowed before, for threads work side by side; unless it does one thing at a time (`alone`).
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(used.ru_utime + used.ru_stime) + seconds(size)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if alone or soft == resource.RLIM_INFINITY or wanted > soft:
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))


def seconds(size: int) -> int:
    """Return the processor time that work on so many bytes may take.

    >>> seconds(0), seconds(200_000)
    (300, 400)
    """
    return SECONDS + size // BYTES_A_SECOND
