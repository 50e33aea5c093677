"""Qt's methods may be called for as long as a window lives, whatever Python runs it."""

from __future__ import annotations

import subprocess
import sys

CALLS = """
import sys
{guard}
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont
font = QFont()
class Sender(QObject):
    sent = Signal()
sender = Sender()
for _ in range(100_000):
    font.setPixelSize(3)
    sender.sent.emit()
print("alive")
"""


def run(guard: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CALLS.format(guard=guard)], capture_output=True, text=True, timeout=60, check=False
    )


def test_many_calls_leave_the_process_alive() -> None:
    done = run("import desktop_app.ui")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "alive\n"
