"""What this computer says of itself: battery, free memory, input. Every question is cheap and may have no answer."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import platform
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psutil

_NICENESS = 10
_SESSION_NICENESS = 10
_LINUX = sys.platform.startswith("linux")
_PRESSURE = Path("/proc/pressure/memory")
_TRIM = getattr(ctypes.CDLL(None), "malloc_trim", None) if _LINUX else None


@dataclass(frozen=True)
class Battery:
    """`percent` left, and whether it is being used up."""

    percent: float
    in_use: bool


class Machine(Protocol):
    def battery(self) -> Battery | None:
        """None where there is none."""

    def free_bytes(self) -> int:
        """Memory that programs can have without anything being swapped out."""

    def stalled(self) -> float:
        """The share (0 to 1) of the last ten seconds in which everything waited for memory; 0 where it is not known."""

    def seconds_since_input(self) -> float | None:
        """Since a key or the mouse was last touched, in any program. None where it can't be told."""


class ThisMachine:
    """The computer that this runs on."""

    def __init__(self) -> None:
        self._input = _input_clock()

    def battery(self) -> Battery | None:
        try:
            found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
        except Exception:  # drivers answer with what they like; a wrong battery must not stop anything
            return None
        return None if found is None else Battery(float(found.percent), found.power_plugged is False)

    def free_bytes(self) -> int:
        return int(psutil.virtual_memory().available)

    def stalled(self) -> float:
        try:
            return parse_pressure(_PRESSURE.read_text("ascii")) if _LINUX else 0.0
        except OSError:
            return 0.0

    def seconds_since_input(self) -> float | None:
        return self._input()


def parse_pressure(text: str) -> float:
    """The share of the last ten seconds that the line "full" of a Linux pressure file tells; 0 without one."""
    for line in text.splitlines():
        kind, *values = line.split()
        if kind == "full":
            for value in values:
                if value.startswith("avg10="):
                    return float(value.removeprefix("avg10=")) / 100
    return 0.0


def step_back() -> None:
    """Give the calling thread, and every thread that it starts from now on, a low priority (Linux).

    Not the whole process: a person's questions are answered in it too, on other threads, whose parallel work runs in
    threads of their own. Elsewhere threads don't inherit a priority, so nothing is done there.
    """
    if _LINUX:
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(_NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))


def session_steps_back() -> None:
    """Let other sessions, the window's above all, have the processor first. A service has a session of its own, Linux
    shares the processor out among sessions (sched(7), autogroup), and a thread's priority counts within one only."""
    if _LINUX and os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):  # a kernel without such groups
            Path("/proc/self/autogroup").write_text(str(_SESSION_NICENESS))


def give_back_memory() -> None:
    """Hand the memory that this process has freed back to the system, where the C library keeps it (glibc). Takes
    some milliseconds."""
    if _TRIM is not None:
        _TRIM(0)


def _input_clock() -> Callable[[], float | None]:
    try:
        if sys.platform == "win32":
            return _windows_input()
        if sys.platform == "darwin":
            return _mac_input()
        if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            return _x11_input()
    except (OSError, AttributeError):  # no such library, or not the one it is taken for
        pass
    return lambda: None


def _windows_input() -> Callable[[], float | None]:
    libraries: Any = ctypes.WinDLL  # type: ignore[attr-defined, unused-ignore]
    user, kernel = libraries("user32"), libraries("kernel32")

    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("ticks", ctypes.c_uint))

    def seconds() -> float | None:
        last = LastInput(ctypes.sizeof(LastInput), 0)
        if not user.GetLastInputInfo(ctypes.byref(last)):
            return None
        return float((kernel.GetTickCount() - last.ticks) & 0xFFFFFFFF) / 1000

    return seconds


def _mac_input() -> Callable[[], float | None]:
    services = ctypes.CDLL("/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices")
    since = services.CGEventSourceSecondsSinceLastEventType
    since.restype, since.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
    return lambda: float(since(0, 0xFFFFFFFF))  # of this session, any kind of event


def _x11_input() -> Callable[[], float | None]:
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    saver = ctypes.CDLL(ctypes.util.find_library("Xss") or "libXss.so.1")

    class Info(ctypes.Structure):
        _fields_ = (
            ("window", ctypes.c_ulong), ("state", ctypes.c_int), ("kind", ctypes.c_int),
            ("till_or_since", ctypes.c_ulong), ("idle", ctypes.c_ulong), ("mask", ctypes.c_ulong),
        )  # fmt: skip

    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

    def seconds() -> float | None:
        # Opened anew each time: a kept connection to a display that goes away ends the process.
        display = x11.XOpenDisplay(None)
        if not display:
            return None
        try:
            info = Info()
            known = saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info))
            return float(info.idle) / 1000 if known else None
        finally:
            x11.XCloseDisplay(display)

    return seconds


class Remembered:
    """Another machine's answers, each asked for at most every two seconds: some take a millisecond."""

    _SECONDS = 2.0

    def __init__(self, machine: Machine, clock: Callable[[], float] = time.monotonic) -> None:
        self._machine = machine
        self._clock = clock
        self._answers: dict[str, tuple[float, Any]] = {}

    def _ask(self, name: str) -> Any:
        when, answer = self._answers.get(name, (float("-inf"), None))
        if self._clock() - when >= self._SECONDS:
            answer = getattr(self._machine, name)()
            self._answers[name] = (self._clock(), answer)
        return answer

    def battery(self) -> Battery | None:
        found: Battery | None = self._ask("battery")
        return found

    def free_bytes(self) -> int:
        return int(self._ask("free_bytes"))

    def stalled(self) -> float:
        return float(self._ask("stalled"))

    def seconds_since_input(self) -> float | None:
        found: float | None = self._ask("seconds_since_input")
        return found


def processor_name() -> str:
    """What results of computing are remembered by."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
