"""From nothing to a painted window, and what its process weighs: whole processes, offscreen, an empty home each."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
CODE = """
import time, sys
began = time.perf_counter()
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import psutil
import desktop_app.ui.app as app
application = app._application()
def shown():
    print(time.perf_counter() - began, psutil.Process().memory_info().rss / 1e6, flush=True)
    for window in QApplication.topLevelWidgets():
        window.close()
    application.quit()
QTimer.singleShot(0, shown)
app.run_window(Path(sys.argv[1]))
"""


def main() -> None:
    seconds, megabytes = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(
                [sys.executable, "-c", CODE, home],
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=True,
            )  # fmt: skip
        first, second = done.stdout.split()[:2]
        seconds.append(float(first))
        megabytes.append(float(second))
    print(f"window painted after {statistics.median(seconds):.2f} s, {statistics.median(megabytes):.0f} MB (medians)")


if __name__ == "__main__":
    main()
