"""The key that brings Footnote to the front from any program."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from desktop_app import global_key
from desktop_app.global_key import Keys, X11Key, is_available, parse, virtual_key
from indexer.errors import Problem
from tests.support.live import eventually

KEYS = Keys(("Ctrl", "Alt"), "F")


def test_only_keys_that_nobody_types_can_be_taken() -> None:
    assert parse("Ctrl+Alt+F") == KEYS
    assert parse("Meta+Space") == Keys(("Meta",), "Space")
    assert parse("F9") == Keys((), "F9")
    assert str(KEYS) == "Ctrl+Alt+F"
    for wrong in ("", "F", "Shift+A", "Ctrl+", "Ctrl+Ä", "Hyper+A", "Ctrl+Alt"):
        assert parse(wrong) is None, wrong


def test_where_a_program_may_have_one() -> None:
    assert is_available("linux", {"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"})
    assert not is_available("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})
    assert not is_available("linux", {})
    assert not is_available("darwin", {"DISPLAY": ":0"})
    assert is_available("win32", {})


def test_what_windows_calls_a_key() -> None:
    assert [virtual_key(key) for key in ("A", "7", "F1", "F24", "Space")] == [0x41, 0x37, 0x70, 0x87, 0x20]


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A screen of X11 that nobody sees."""
    program = shutil.which("Xvfb")
    if program is None or ctypes.util.find_library("Xtst") is None or sys.platform != "linux":
        pytest.skip("Xvfb and libXtst are not installed")
    reads, writes = os.pipe()
    server = subprocess.Popen([program, "-displayfd", str(writes)], pass_fds=(writes,), stderr=subprocess.DEVNULL)
    os.close(writes)
    with os.fdopen(reads) as told:
        name = f":{told.readline().strip()}"
    monkeypatch.setenv("DISPLAY", name)
    yield name
    server.terminate()
    server.wait()


def press(*names: str) -> None:
    """Press and release these keys together, as a keyboard does."""
    x: Any = global_key._xlib()
    test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
    test.XTestFakeKeyEvent.argtypes = (ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong)
    shown = x.XOpenDisplay(None)
    codes = [x.XKeysymToKeycode(shown, x.XStringToKeysym(name.encode())) for name in names]
    for down, each in ((1, codes), (0, codes[::-1])):
        for code in each:
            test.XTestFakeKeyEvent(shown, code, down, 0)
    x.XSync(shown, 0)
    x.XCloseDisplay(shown)


def test_on_x11_it_is_heard_whatever_has_the_focus_and_given_back(display: str) -> None:
    del display
    heard = threading.Event()
    refused: list[Problem] = []
    key = X11Key(KEYS, heard.set, refused.append)
    assert key.ready.wait(10)
    press("Control_L", "Alt_L", "g")
    press("Control_L", "Alt_L", "f")
    assert heard.wait(10)
    second = X11Key(KEYS, heard.set, refused.append)
    eventually(lambda: bool(refused))
    assert refused[0].message == "Ctrl+Alt+F is taken by another program."
    second.close()
    key.close()
    third = X11Key(KEYS, heard.set, refused.append)  # it is free again
    assert third.ready.wait(10)
    third.close()
    assert len(refused) == 1


def test_with_caps_lock_on_it_is_heard_as_well(display: str) -> None:
    del display
    heard = threading.Event()
    key = X11Key(KEYS, heard.set, [].append)
    assert key.ready.wait(10)
    press("Caps_Lock")
    press("Control_L", "Alt_L", "f")
    assert heard.wait(10)
    key.close()


def test_without_a_screen_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":98765")
    key = X11Key(KEYS, lambda: None, [].append)
    assert key.ready.wait(10)
    key.close()
