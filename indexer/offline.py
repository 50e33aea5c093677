"""Child processes are refused the network: whatever a document or a library tries, nothing leaves the machine.

Two guards. On Linux a seccomp filter makes the kernel refuse `socket()` for every family that reaches beyond this
machine, for native code too; it can't be taken back and is inherited by every thread and child. Everywhere a Python
audit hook refuses addresses that are not local, with a sentence that says so. Unix sockets and pipes stay.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
import sys
from dataclasses import dataclass
from typing import Any

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1

_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EACCES

# Classic BPF over `struct seccomp_data`: number at 0, architecture at 4, arguments of 64 bits from 16.
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16

_AF_UNIX, _AF_NETLINK = 1, 16
# IO_URING_OPCODE_SOCKET makes sockets past `socket()`, so the ring itself is refused.
_IO_URING_SETUP = 425
_X32_BIT = 0x40000000


@dataclass(frozen=True)
class _Machine:
    """What the filter has to know of a processor: the audit architecture and the numbers of two system calls."""

    architecture: int
    socket: int
    seccomp: int


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, 317),
    "aarch64": _Machine(0xC00000B7, 198, 277),
}


@dataclass(frozen=True)
class Guards:
    """Which guards hold in this process. `reason` says why the kernel's is missing, empty where it holds."""

    kernel: bool
    python: bool
    reason: str = ""


_held: Guards | None = None


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _filter(machine: _Machine) -> bytes:
    """The program: a foreign architecture (32-bit calls on x86_64, say) may make no call at all that this filter
    can't read, so it is refused; of `socket()` only AF_UNIX and AF_NETLINK (which talks to the kernel) pass."""
    refuse, allow = 0, 1
    steps: list[tuple[int, int, int | None, int | None]] = [
        (_LOAD, _ARCHITECTURE_AT, None, None),
        (_JUMP_EQUAL, machine.architecture, None, refuse),
        (_LOAD, _NUMBER_AT, None, None),
        (_JUMP_GREATER_EQUAL, _X32_BIT, refuse, None),
        (_JUMP_EQUAL, _IO_URING_SETUP, refuse, None),
        (_JUMP_EQUAL, machine.socket, None, allow),
        (_LOAD, _FIRST_ARGUMENT_AT, None, None),
        (_JUMP_EQUAL, _AF_UNIX, allow, None),
        (_JUMP_EQUAL, _AF_NETLINK, allow, refuse),
    ]
    ends = {refuse: len(steps), allow: len(steps) + 1}
    program = b""
    for at, (code, value, if_true, if_false) in enumerate(steps):
        jumps = [0 if end is None else ends[end] - at - 1 for end in (if_true, if_false)]
        program += _instruction(code, value, *jumps)
    return program + _instruction(_RETURN, _REFUSE) + _instruction(_RETURN, _ALLOW)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _refuse_in_kernel() -> str:
    """Install the filter for all threads; the reason when that can't be."""
    if not sys.platform.startswith("linux"):
        return "only Linux can hold native code back"
    machine = _MACHINES.get(platform.machine())
    if machine is None or struct.calcsize("P") != 8:
        return f"no filter is written for {platform.machine()}"
    code = _filter(machine)
    steps = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return f"prctl failed ({errno.errorcode.get(ctypes.get_errno(), 'unknown')})"
    libc.syscall.restype = ctypes.c_long
    result = libc.syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_ulong(_SECCOMP_SET_MODE_FILTER),
        ctypes.c_ulong(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(program),
    )
    if result > 0:
        return f"thread {result} holds another filter"
    if result < 0:
        return f"seccomp failed ({errno.errorcode.get(ctypes.get_errno(), 'unknown')})"
    return ""


_LOCAL = frozenset(
    family for family in (getattr(socket, "AF_UNIX", None), getattr(socket, "AF_NETLINK", None)) if family is not None
)
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
_ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOKUPS:
        what = "look up the address of another machine"
    elif event in _ADDRESSED and arguments[0].family not in _LOCAL:
        what = "reach another machine"
    else:
        return
    raise PermissionError(errno.EACCES, f"A process of Footnote tried to {what}; the network is closed to it")


def refuse_network() -> Guards:
    """Close the network to this process for the rest of its life; safe to call again.

    Call it before anything that a document can influence runs. Returns which guards hold; never raises.
    """
    global _held
    if _held is None:
        sys.addaudithook(_audit)
        try:
            reason = _refuse_in_kernel()
        except (OSError, AttributeError) as error:
            reason = str(error)
        _held = Guards(kernel=not reason, python=True, reason=reason)
    return _held
