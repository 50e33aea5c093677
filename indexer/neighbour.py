"""Whether indexing may have the cores now, and if not, why: a person's own work goes first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from indexer.config import Settings
from indexer.machine import Machine

ANSWERING = "Waiting while an answer is made."
ESTIMATING = "Waiting while an estimate is made."
_TYPING_SECONDS = 3.0  # after a key: people stop to think in the middle of a question
_WORK_SECONDS, _REST_SECONDS = 2.0, 4.0  # on battery, when slow
_LOOK_SECONDS = 1.0  # between two looks at what passes by itself
_STALLED = 0.1  # of the time: the machine swaps
_PATIENCE_SECONDS = 60.0  # memory holds up somebody who waits no longer than this


@dataclass(frozen=True)
class Objection:
    """Why indexing waits, in a sentence, and in how many seconds to ask again."""

    sentence: str
    seconds: float


class Neighbour:
    """`settings` are asked for each time, so that a change counts at once. Thread-safe."""

    def __init__(
        self, settings: Callable[[], Settings], machine: Machine, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._machine = machine
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}  # sentence → the time until which it holds
        self._typed = float("-inf")
        self._short_since: float | None = None

    def hold(self, seconds: float, sentence: str = ANSWERING) -> None:
        """Indexing waits for so many seconds (0 ends it), for this reason."""
        with self._lock:
            self._until[sentence] = self._clock() + seconds

    def typing(self) -> None:
        """The person typed in Footnote's window."""
        self._typed = self._clock()

    def objection(self, *, urgent: bool = False) -> Objection | None:
        """Why not now; None when nothing stands against it. `urgent`: a person waits for the indexing itself, so that
        neither typing nor the battery stops it, and a lack of memory only for a minute."""
        settings = self._settings()
        now = self._clock()
        found = self._held(now)
        if not urgent:
            found = found or self._typing(settings, now) or self._battery(settings, now)
        return found or self._memory(settings, now, urgent)

    def _held(self, now: float) -> Objection | None:
        with self._lock:
            for sentence, until in self._until.items():
                if now < until:
                    return Objection(sentence, min(until - now, 0.5))
        return None

    def _typing(self, settings: Settings, now: float) -> Objection | None:
        if settings.while_typing == "go-on":
            return None
        if (left := self._typed + _TYPING_SECONDS - now) > 0:
            return Objection("Waiting while you type.", left)
        if settings.while_typing == "yield-anywhere":
            idle = self._machine.seconds_since_input()
            if idle is not None and idle < _TYPING_SECONDS:
                return Objection("Waiting while you use this computer.", _LOOK_SECONDS)
        return None

    def _battery(self, settings: Settings, now: float) -> Objection | None:
        battery = self._machine.battery()
        if settings.on_battery == "go-on" or battery is None or not battery.in_use:
            return None
        left = f"{battery.percent:.0f} %"
        if settings.on_battery == "pause":
            return Objection(f"Waiting for mains power: on battery, {left} left.", _LOOK_SECONDS)
        if battery.percent < settings.least_battery_percent:
            return Objection(f"Waiting for mains power: only {left} of the battery left.", _LOOK_SECONDS)
        phase = now % (_WORK_SECONDS + _REST_SECONDS)
        if phase < _WORK_SECONDS:
            return None
        rest = _WORK_SECONDS + _REST_SECONDS - phase
        return Objection(f"Working slowly to spare the battery, {left} left.", rest)

    def _memory(self, settings: Settings, now: float, urgent: bool) -> Objection | None:
        free, wanted = self._machine.free_bytes() / 1e6, settings.least_free_mb
        stalled = self._machine.stalled()
        if not wanted or (free >= wanted and stalled < _STALLED):
            self._short_since = None
            return None
        self._short_since = now if self._short_since is None else self._short_since
        if urgent and now - self._short_since >= _PATIENCE_SECONDS:
            return None
        if free < wanted:
            return Objection(f"Waiting for memory: {free:,.0f} MB free, {wanted:,} MB wanted.", _LOOK_SECONDS)
        return Objection(
            f"Waiting for memory: programs were held up for {100 * stalled:.0f} % of the last ten seconds, "
            f"{free:,.0f} MB free.",
            _LOOK_SECONDS,
        )
