"""Seccomp: forbids system calls to this process and its children.

The list has calls that a book does not need and that were entry points of kernel exploits; they fail with EPERM. A filter
program is a few jumps, so no library is needed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator

from bookbuilder.jail import kernel

# linux/audit.h, and the call numbers of asm/unistd.h on (x86_64, aarch64); None: no such call.
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_ALWAYS: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),  # opens sockets past this filter
    "open_by_handle_at": (304, 265),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "fsopen": (430, 430),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "setns": (308, 268),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "sethostname": (170, 161),
    "mknod": (133, None),
    "mknodat": (259, 33),
}
_STARTS: dict[str, tuple[int | None, int | None]] = {
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "unshare": (272, 97),
}
_CLONE, _CLONE3 = (56, 220), (435, 435)
_CLONE_THREAD = 0x10000
_SOCKET, _IOCTL = (41, 198), (16, 29)
_AF_UNIX = 1
_TO_THE_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: inject input into a terminal
_X32 = 0x40000000  # calls of x86_64 with other numbers

# linux/bpf_common.h, linux/seccomp.h
_LOAD, _EQUAL, _SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = (
    0,
    4,
    16,
    24,
)  # where they lie in `struct seccomp_data`, lower halves
# SECCOMP_SET_MODE_FILTER, SECCOMP_GET_ACTION_AVAIL, and SECCOMP_FILTER_FLAG_TSYNC for all threads
_SET_MODE_FILTER, _GET_ACTION = 1, 2
_THREADS = 1

Instruction = tuple[int, int, int, int]


def available() -> bool:
    """Whether this kernel filters system calls, on a known architecture."""
    try:
        kernel.seccomp(_GET_ACTION, 0, ctypes.byref(ctypes.c_uint32(_REFUSE)))
    except OSError:
        return False
    return os.uname().machine in _ARCHITECTURES


def restrict(*, starts: bool, network: bool) -> bool:
    """Forbid system calls to all threads of this process and its children: unless it `starts` others, new processes and
    programs; unless it has a `network`, all sockets but local ones (AF_UNIX).

    Return whether the kernel supports that.
    """
    if not available():
        return False
    code = b"".join(struct.pack("HBBI", *one) for one in _program(starts=starts, network=network))
    held = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    program = Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    kernel.no_new_privileges()
    kernel.seccomp(_SET_MODE_FILTER, _THREADS, ctypes.byref(program))
    return True


def _program(*, starts: bool, network: bool) -> Iterator[Instruction]:
    """Yield the BPF instructions: each forbidden call is a jump over one `return`."""
    # Jumps count instructions: whoever adds one changes the numbers of the tests above it.
    column, architecture = _ARCHITECTURES[os.uname().machine]
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_EQUAL, 1, 0, architecture)
    yield refuse  # 32-bit programs, whose calls have other numbers
    yield (_LOAD, 0, 0, _NUMBER)
    if column == 0:
        yield (_SET, 0, 1, _X32)
        yield refuse
    refused = _ALWAYS | ({} if starts else _STARTS)
    for numbers in refused.values():
        if (number := numbers[column]) is not None:
            yield (_EQUAL, 0, 1, number)
            yield refuse
    if not starts:  # clone3 hides its flags from a filter; told that it is missing, callers use clone
        yield (_EQUAL, 0, 1, _CLONE3[column])
        yield (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)
        yield (_EQUAL, 0, 4, _CLONE[column])
        yield (_LOAD, 0, 0, _FIRST)
        yield (_SET, 1, 0, _CLONE_THREAD)
        yield refuse
        # The tests that follow need the number again: there is one register, and it held the flags.
        yield (_LOAD, 0, 0, _NUMBER)
    if not network:
        yield (_EQUAL, 0, 4, _SOCKET[column])
        yield (_LOAD, 0, 0, _FIRST)
        yield (_EQUAL, 1, 0, _AF_UNIX)
        yield refuse
        yield (_LOAD, 0, 0, _NUMBER)
    yield (_EQUAL, 0, 1 + 2 * len(_TO_THE_TERMINAL), _IOCTL[column])
    yield (_LOAD, 0, 0, _SECOND)
    for request in _TO_THE_TERMINAL:
        yield (_EQUAL, 0, 1, request)
        yield refuse
    yield (_RETURN, 0, 0, _ALLOW)
