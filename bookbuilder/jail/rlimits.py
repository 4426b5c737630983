"""Limits the memory and processor time of a process."""

from __future__ import annotations

import resource
from contextlib import suppress

MEMORY = 2_500_000_000
"""The memory limit of a process in bytes; a book of a thousand pages takes a fifth of it."""
SHORT, SHORT_FOR_WORKERS = 400_000_000, 600_000_000
"""With less address space, in bytes, not even the libraries can be loaded: in one process; in workers, which load the
libraries of every step."""
TIGHT = 1_000_000_000
"""With an inherited limit below this, in bytes, libraries fail in ways of their own when they get no more memory."""
AMPLE = 4_096_000_000
"""With an inherited limit of so many bytes (`ulimit -v 4000000`), a process reaches `MEMORY` first."""
PROGRAM = 12_000_000_000
"""The memory limit of a validator's process in bytes; a browser reserves far more than it uses."""
PROCESSORS = 4
"""Processor time limit of a program, as a multiple of its timeout."""
THREADS = 4_000
"""The most threads of all processes in a check; a browser has some three hundred."""
SECONDS = 300
"""Processor time limit of one task (a chapter, a font, a cover), plus that for its length."""
BYTES_A_SECOND = 2_000
"""Bytes of text for which a task gets one more second."""


def limit_memory(bytes_: int = MEMORY, *, firm: bool = True) -> None:
    """Limit the memory of this process and its children, in bytes, unless a lower limit is set already; disable core dumps.
    If not `firm`, `limit_child` can raise the limit for others."""
    for what, most in ((resource.RLIMIT_DATA, bytes_), (resource.RLIMIT_CORE, 0)):
        soft, hard = resource.getrlimit(what)
        least = min(value for value in (soft, hard, most) if value != resource.RLIM_INFINITY)
        resource.setrlimit(what, (least, least if firm else hard))


def limit_processes() -> None:
    """Limit the processes and threads of this process's user, who must be alone in a namespace."""
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    most = THREADS if hard == resource.RLIM_INFINITY else min(THREADS, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def inherited_limit() -> int:
    """Return the inherited limit of address space in bytes (`ulimit -v`); 0: unlimited."""
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    return 0 if soft == resource.RLIM_INFINITY else soft


def short_of_memory(*, workers: bool = False) -> bool:
    """Whether the inherited memory limit is so low that loading libraries or starting threads may fail."""
    return 0 < inherited_limit() < (SHORT_FOR_WORKERS if workers else SHORT)


def tight_on_memory() -> bool:
    """Whether the inherited memory limit is so low that an unexpected error is one of memory."""
    return 0 < inherited_limit() < TIGHT


def limited_by_shell() -> bool:
    """Whether the inherited memory limit is so low that a process may reach it, so a crash is probably one of memory."""
    return 0 < inherited_limit() < AMPLE


def limit_child(process: int, seconds: float) -> None:
    """Give a child program its own limits, as far as permitted."""
    if not hasattr(resource, "prlimit"):
        return
    for what, most in ((resource.RLIMIT_DATA, PROGRAM), (resource.RLIMIT_CPU, int(seconds * PROCESSORS))):
        with suppress(OSError, ValueError):  # it has already ended
            hard = resource.prlimit(process, what)[1]
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(process, what, (soft, hard))


def allow_cpu_time(size: int = 0, *, alone: bool = False) -> None:
    """Allow this process more processor time, for a task of `size` bytes; then the kernel ends it.

    Earlier allowances remain, since threads work in parallel, unless it does one task at a time (`alone`).
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    # The limit counts from the start of the process, not of the task.
    wanted = int(used.ru_utime + used.ru_stime) + seconds(size)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if alone or soft == resource.RLIM_INFINITY or wanted > soft:
        # The hard limit stays as it is: it could not be raised again for the next task.
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))


def seconds(size: int) -> int:
    """Return the processor time limit of a task of so many bytes.

    >>> seconds(0), seconds(200_000)
    (300, 400)
    """
    return SECONDS + size // BYTES_A_SECOND
