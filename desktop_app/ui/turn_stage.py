"""How far a turn of a conversation is, and what it says of that while somebody waits."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QLocale

from desktop_app.answering.events import Reading, Surveying
from desktop_app.ui.answer_words import duration
from desktop_app.ui.translation import tr, trn

_MINUTE = 60


class Stage(StrEnum):
    """How far a turn is. The last four are final."""

    SEARCHING = "searching"
    SURVEYING = "surveying"
    READING = "reading"
    WRITING = "writing"
    STOPPING = "stopping"
    ANSWERED = "answered"
    DECLINED = "declined"
    FAILED = "failed"
    ENDED = "ended"


FINAL = frozenset((Stage.ANSWERED, Stage.DECLINED, Stage.FAILED, Stage.ENDED))


def stage_text(
    stage: Stage, reading: Reading | None, surveying: Surveying | None, elapsed: float, *, written: bool
) -> str:
    """One line; empty where the turn speaks for itself. `elapsed` seconds of this stage; `written`: there are words
    of an answer."""
    match stage:
        case Stage.SEARCHING:
            return tr("Searching your documents")
        case Stage.SURVEYING:
            return _surveying(surveying)
        case Stage.READING:
            return _reading(reading, elapsed)
        case Stage.WRITING:
            return tr("Writing")
        case Stage.STOPPING:
            return tr("Stopping, and checking what was written")
        case Stage.ENDED:
            return tr("Stopped") if written else tr("Stopped before the first word")
    return ""


def _surveying(seen: Surveying | None) -> str:
    what = "documents" if seen is None else seen.what
    total = 0 if seen is None else seen.total
    done = QLocale().toString(0 if seen is None else seen.done)
    match what, bool(total):
        case "parts", True:
            return trn("Reading {done} of {n} part", "Reading {done} of {n} parts", total, done=done)
        case "parts", False:
            return tr("Reading all parts")
        case "tables", True:
            return trn("Reading {done} of {n} table", "Reading {done} of {n} tables", total, done=done)
        case "tables", False:
            return tr("Reading all tables")
        case _, True:
            return trn("Reading {done} of {n} document", "Reading {done} of {n} documents", total, done=done)
    return tr("Reading all documents")


def _reading(reading: Reading | None, elapsed: float) -> str:
    if reading is None:
        return ""
    parts = [trn("Reading {n} passage", "Reading {n} passages", reading.passages)]
    expected = reading.seconds
    if expected is not None and elapsed <= expected * 1.5:
        seconds = max(1, round(expected))
        time = tr("{seconds} s", seconds=seconds) if seconds < _MINUTE else duration(seconds)
        parts.append(tr("about {time}", time=time))
    if elapsed >= 1:
        parts.append(tr("{seconds} s so far", seconds=round(elapsed)))
    return " · ".join(parts)
