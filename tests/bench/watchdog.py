"""Watches the window's thread: how long it stands still at a time, whether it worked itself meanwhile, and where."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QTimer

_BEAT_MS = 4
_LOOK_SECONDS = 0.005
_ROOT = Path(__file__).parents[2]
_FRAMES = 3


@dataclass(frozen=True)
class Stall:
    """Milliseconds from one beat to the next. `own`: the thread's processor time in them; `process`: that of all
    threads of the process. What neither of them has, the machine gave to other processes."""

    wall: float
    own: float
    process: float
    phase: str
    where: str


@dataclass
class Watchdog:
    """A timer beats on the window's thread; a second thread looks where the first one is when a beat is late."""

    long_ms: float = 50.0
    phase: str = ""
    beats: list[tuple[float, float]] = field(default_factory=list)
    stalls: list[Stall] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._thread = threading.get_ident()
        self._seen: Counter[str] = Counter()
        self._last = self._now()
        self._over = threading.Event()
        self._timer = QTimer(interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = self._now()
        self._timer.start()
        threading.Thread(target=self._look, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        self._timer.stop()
        self._over.set()

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return time.perf_counter(), time.thread_time(), time.process_time()

    def _beat(self) -> None:
        now = self._now()
        wall, own, process = (1000 * (after - before) for after, before in zip(now, self._last, strict=True))
        seen, self._seen, self._last = self._seen, Counter(), now
        self.beats.append((max(0.0, wall - _BEAT_MS), own))
        if wall - _BEAT_MS > self.long_ms:
            where = seen.most_common(1)[0][0] if seen else "not seen"
            self.stalls.append(Stall(wall - _BEAT_MS, own, process, self.phase, where))

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            if time.perf_counter() - self._last[0] > self.long_ms / 2000:
                self._seen[_place(self._thread)] += 1


def _place(thread: int) -> str:
    """The innermost lines of our own code, innermost first. Frames are let go of at once: who holds one holds its
    painters and widgets, which must die on the window's thread."""
    lines = []
    frame = sys._current_frames().get(thread)
    while frame is not None:
        lines.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    ours = [
        f"{Path(file).relative_to(_ROOT)}:{line} {name}"
        for file, line, name in lines
        if Path(file).is_relative_to(_ROOT / "desktop_app") or Path(file).is_relative_to(_ROOT / "indexer")
    ]
    return " < ".join(ours[:_FRAMES]) or "in Qt's loop"


def share(values: list[float], percent: float) -> float:
    """The value below which `percent` of them lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0
