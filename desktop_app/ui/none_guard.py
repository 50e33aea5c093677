"""Keeps Python 3.11 alive under PySide6 6.12.

Measured with PySide6 6.12.0 on Python 3.11.7: every call of a Qt method that returns nothing takes one reference to
`None` that it never held (`sys.getrefcount(None)` falls by one a call), and every `emit` of a signal one to `True`.
From Python 3.12 on these are immortal and nothing comes of it; before, the process aborts after a few thousand calls
("deallocating None"), which is seconds of a window's life. So they are given more references than a window could
ever use up.
"""

from __future__ import annotations

import ctypes
import sys

REFERENCES = 1 << 48  # at a million calls a second, good for nine years


def keep_none_alive() -> None:
    """Call once before Qt is used; further calls change nothing."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))  # CPython's object header starts with the reference count
        if count.value < REFERENCES // 2:
            count.value += REFERENCES
