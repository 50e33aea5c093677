"""A key that brings Footnote to the front from any program, where the platform lets a program ask for one.

X11 grabs it at the root window, Windows registers it as a hot key; each waits on a thread of its own. Wayland and macOS
give a program no such key without a grant of their own kinds; there the system's keyboard settings do it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import re
import select
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.errors import ErrorCode, Problem

_KEY = re.compile(r"[A-Z0-9]|F([1-9]|1[0-9]|2[0-4])|Space")
_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_PATIENCE = 2.0  # seconds for a thread that is told to end


@dataclass(frozen=True)
class Keys:
    """A key that is pressed with some of Ctrl, Alt, Shift and Meta."""

    modifiers: tuple[str, ...]
    key: str

    def __str__(self) -> str:
        return "+".join((*self.modifiers, self.key))


def parse(text: str) -> Keys | None:
    """Keys written as "Ctrl+Alt+F"; None for what can't be taken from every program: a letter alone, or a key that
    keyboards don't share."""
    *modifiers, key = text.split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers) or not _KEY.fullmatch(key):
        return None
    if not {"Ctrl", "Alt", "Meta"} & set(modifiers) and not re.fullmatch(r"F\d+", key):
        return None
    return Keys(tuple(modifiers), key)


def is_available(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this desktop lets a program have such a key."""
    if platform == "win32":
        return True
    x11 = environment.get("XDG_SESSION_TYPE") != "wayland" and "WAYLAND_DISPLAY" not in environment
    return platform == "linux" and x11 and bool(environment.get("DISPLAY"))


class GlobalKey(ABC):
    """`pressed` is called on its thread each time the key goes down; `refused` with a problem where it can't be had."""

    def __init__(self, keys: Keys, pressed: Callable[[], object], refused: Callable[[Problem], object]) -> None:
        self._keys = keys
        self._pressed = pressed
        self._refused = refused
        self.ready = threading.Event()  # it is had, or was refused
        self._thread = threading.Thread(target=self._run, name="global-key", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give the key back to the other programs."""
        self.ready.wait(_PATIENCE)
        self._end()
        self._thread.join(_PATIENCE)

    def _taken(self) -> None:
        self._refused(
            Problem(
                ErrorCode.BAD_SETTING,
                f"{self._keys} is taken by another program.",
                "Choose another key in the settings.",
            )
        )

    @abstractmethod
    def _run(self) -> None: ...

    @abstractmethod
    def _end(self) -> None: ...


class X11Key(GlobalKey):
    """Grabbed with and without Num Lock and Caps Lock, which are modifiers to X."""

    _MASKS = {"Shift": 1, "Ctrl": 4, "Alt": 8, "Meta": 64}  # noqa: RUF012 - a table
    _LOCKS = (0, 2, 16, 18)
    _KEY_PRESS, _ASYNC, _EVENT_LONGS = 2, 1, 24

    def __init__(self, keys: Keys, pressed: Callable[[], object], refused: Callable[[Problem], object]) -> None:
        self._wake, self._waker = os.pipe()
        super().__init__(keys, pressed, refused)

    def _run(self) -> None:
        x = _xlib()
        display = x.XOpenDisplay(None) if x is not None else None
        if x is None or not display:
            self.ready.set()
            return
        try:
            if self._grab(x, display):
                self.ready.set()
                self._listen(x, display)
            else:
                self._taken()
        finally:
            self.ready.set()
            x.XCloseDisplay(display)  # which ungrabs

    def _grab(self, x: Any, display: int) -> bool:
        root, name = x.XDefaultRootWindow(display), self._keys.key
        symbol = x.XStringToKeysym((name if len(name) > 1 and name != "Space" else name.lower()).encode())
        code = x.XKeysymToKeycode(display, symbol)
        mask = sum(self._MASKS[modifier] for modifier in self._keys.modifiers)
        failed: list[int] = []

        def note(of: int | None, error: int | None) -> int:
            if of != display:
                return int(before(of, error)) if before else 0
            failed.append(1)
            return 0

        handler = _ERROR_HANDLER(note)
        before = x.XSetErrorHandler(handler)  # one for the process: Xlib's own would end it
        try:
            for lock in self._LOCKS:
                x.XGrabKey(display, code, mask | lock, root, 1, self._ASYNC, self._ASYNC)
            x.XSync(display, 0)
        finally:
            x.XSetErrorHandler(before)
        return bool(code) and not failed

    def _listen(self, x: Any, display: int) -> None:
        event = (ctypes.c_long * self._EVENT_LONGS)()
        connection = x.XConnectionNumber(display)
        while True:
            while x.XPending(display):
                x.XNextEvent(display, ctypes.byref(event))
                if ctypes.c_int.from_buffer(event).value == self._KEY_PRESS:
                    self._pressed()
            if self._wake in select.select([connection, self._wake], [], [])[0]:
                return

    def _end(self) -> None:
        os.write(self._waker, b"x")

    def close(self) -> None:
        super().close()
        os.close(self._wake)
        os.close(self._waker)


class WindowsKey(GlobalKey):
    """Registered for the thread that waits for its messages."""

    _MASKS = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Meta": 8}  # noqa: RUF012 - a table
    _ONCE, _HOT_KEY, _QUIT = 0x4000, 0x0312, 0x0012

    def _run(self) -> None:
        from ctypes import wintypes

        user = ctypes.windll.user32  # type: ignore[attr-defined]
        self._id = ctypes.windll.kernel32.GetCurrentThreadId()  # type: ignore[attr-defined]
        mask = sum(self._MASKS[modifier] for modifier in self._keys.modifiers) | self._ONCE
        had = user.RegisterHotKey(None, 1, mask, virtual_key(self._keys.key))
        self.ready.set()
        if not had:
            self._taken()
            return
        message = wintypes.MSG()
        while user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == self._HOT_KEY:
                self._pressed()
        user.UnregisterHotKey(None, 1)

    def _end(self) -> None:
        ctypes.windll.user32.PostThreadMessageW(self._id, self._QUIT, 0, 0)  # type: ignore[attr-defined]


def virtual_key(key: str) -> int:
    """What Windows calls it."""
    if key == "Space":
        return 0x20
    return 0x6F + int(key[1:]) if len(key) > 1 else ord(key)


def take(keys: Keys, pressed: Callable[[], object], refused: Callable[[Problem], object]) -> GlobalKey:
    """Ask this platform for the key; only where `is_available`."""
    return (WindowsKey if sys.platform == "win32" else X11Key)(keys, pressed, refused)


_ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


def _xlib() -> Any:
    """libX11 with the types of what is called here; None where it is not installed."""
    name = ctypes.util.find_library("X11")
    if name is None:
        return None
    x = ctypes.CDLL(name)
    pointer, number, unsigned = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
    for function, result, arguments in (
        (x.XOpenDisplay, pointer, (ctypes.c_char_p,)),
        (x.XCloseDisplay, number, (pointer,)),
        (x.XDefaultRootWindow, unsigned, (pointer,)),
        (x.XStringToKeysym, unsigned, (ctypes.c_char_p,)),
        (x.XKeysymToKeycode, ctypes.c_ubyte, (pointer, unsigned)),
        (x.XGrabKey, number, (pointer, number, ctypes.c_uint, unsigned, number, number, number)),
        (x.XSetErrorHandler, _ERROR_HANDLER, (_ERROR_HANDLER,)),
        (x.XSync, number, (pointer, number)),
        (x.XConnectionNumber, number, (pointer,)),
        (x.XPending, number, (pointer,)),
        (x.XNextEvent, number, (pointer, pointer)),
    ):
        function.restype, function.argtypes = result, arguments
    return x
