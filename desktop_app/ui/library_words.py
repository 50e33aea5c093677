"""The library's states, sizes, dates and progress as a person says them. Knows no widgets."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from desktop_app.assets import asset
from desktop_app.ui.indexer_words import doing, reason
from desktop_app.ui.translation import later, tr, trn
from indexer.types import Document, DocumentState, Folder, Progress

_SAMPLES = str(asset("sample_library"))


@dataclass(frozen=True)
class Sign:
    """How a state is shown: never by colour alone. `icon` is a name in `assets/icons`, `tone` a colour token.
    `word` and `meaning` are English in `SIGNS`; `sign_of` gives them in the reader's language."""

    word: str
    icon: str
    tone: str
    meaning: str


SIGNS: dict[DocumentState, Sign] = {
    DocumentState.PENDING: Sign(later("Waiting"), "clock", "ink_soft", later("It has not been read yet.")),
    DocumentState.KEYWORD_READY: Sign(
        later("Keywords"),
        "partly",
        "partly",
        later("Its words can be found already; search by meaning is being prepared."),
    ),
    DocumentState.INDEXED: Sign(
        later("Ready"), "done", "supported", later("It can be found by its words and by its meaning.")
    ),
    DocumentState.FAILED: Sign(later("Not read"), "error", "unsupported", later("It could not be read.")),
    DocumentState.SKIPPED: Sign(
        later("Left out"), "unsupported", "ink_soft", later("It holds nothing that can be searched.")
    ),
    DocumentState.OFFLINE: Sign(
        later("Offline"),
        "offline",
        "partly",
        later("Its drive is not connected; what is known of it can still be searched."),
    ),
}


def sign_of(document: Document) -> Sign:
    """That of its state, as a warning where a document can be found but a part of it could not be read."""
    sign = SIGNS[document.state]
    word, meaning = tr(sign.word), tr(sign.meaning)
    if document.problem_code is None or document.state not in (DocumentState.KEYWORD_READY, DocumentState.INDEXED):
        return Sign(word, sign.icon, sign.tone, meaning)
    return Sign(word, "warning", "partly", tr("{meaning} A part of it could not be read.", meaning=meaning))


def size(amount: float) -> str:
    """Bytes in decimal units, as file managers show them: "812 B", "91 MB", "1.1 GB"."""
    if amount < 1000:
        return f"{QLocale().toString(float(amount), 'f', 0)} B"
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5 or unit == "GB":
            return f"{QLocale().toString(amount, 'f', 1 if amount < 9.95 else 0)} {unit}"
    raise AssertionError("the last unit takes everything")


def wait(seconds: float) -> str:
    """A time to wait, no finer than it can be known: "8 s", "2 min", "1 h 20 min"."""
    if seconds < 55:
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(round(minutes, -1) if minutes > 120 else minutes, 60)
    if minutes:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return tr("{hours} h", hours=hours)


def date(moment: float, now: float | None = None) -> str:
    """When something was changed: "14:05" today, "3 Mar" this year, else "3 Mar 2021"."""
    then, today = time.localtime(moment), time.localtime(now)
    if then[:3] == today[:3]:
        return time.strftime("%H:%M", then)
    day = QDate(*then[:3])
    if then.tm_year == today.tm_year:
        return day_of_year(day)
    return QLocale().toString(day, tr("d MMM yyyy", note="how a day is written, in Qt's letters"))


def day_of_year(day: QDate) -> str:
    """ "3 Mar"."""
    return QLocale().toString(day, tr("d MMM", note="how a day is written, in Qt's letters"))


def exact_date(moment: float) -> str:
    """ "2026-03-03 14:05:09", in this place's time."""
    then = time.localtime(moment)
    form = tr("yyyy-MM-dd HH:mm:ss", note="how a moment is written, in Qt's letters")
    return QLocale().toString(QDateTime(QDate(*then[:3]), QTime(*then[3:6])), form)


def folder_name(folder: Folder) -> str:
    return place_name(folder.path)


def place_name(path: str) -> str:
    """The last part of a path, or the whole where there is none (a drive)."""
    if path == _SAMPLES:
        return tr("Sample library")
    return os.path.basename(path) or path  # noqa: PTH119 - sorts folders by the thousand


def document_count(counts: Mapping[str, int]) -> int:
    """How many documents a folder holds, in any state."""
    return sum(counts.values())


def progress_line(progress: Progress, paused: bool) -> str:
    """One line for the foot of the library: what is being done now."""
    if paused:
        return tr("Paused")
    if progress.activity.phase == "idle":
        return tr("Up to date")
    if progress.activity.phase == "waiting":  # why is told below, whole
        return tr("Waiting")
    return doing(progress.activity.sentence)


def progress_detail(progress: Progress, paused: bool) -> str:
    """The second line: counts and speed; empty when nothing is under way."""
    if paused:
        left = progress.documents_total - progress.documents_done
        return trn("{n} document to go", "{n} documents to go", left) if left > 0 else ""
    if progress.activity.phase == "idle":
        return ""
    parts = []
    if progress.documents_done < progress.documents_total:
        done = QLocale().toString(progress.documents_done)
        total = progress.documents_total
        parts.append(trn("{done} of {n} document", "{done} of {n} documents", total, done=done))
    elif progress.chunks_done < progress.chunks_total:
        done = QLocale().toString(progress.chunks_done)
        total = progress.chunks_total
        parts.append(trn("{done} of {n} passage", "{done} of {n} passages", total, done=done))
    if progress.activity.phase == "waiting":  # nothing moves now, so how fast it moved says nothing
        return " · ".join(parts)
    if progress.chunks_per_second >= 1.5:
        parts.append(tr("{speed}/s", speed=QLocale().toString(progress.chunks_per_second, "f", 0)))
    return " · ".join(parts)


def progress_time(progress: Progress, paused: bool) -> str:
    """The third line: "12 min left of about 40 min", or "12 min left" where nothing was predicted; empty when that
    can't be told."""
    if paused or progress.activity.phase in ("idle", "waiting") or progress.seconds_left is None:
        return ""
    left = wait(progress.seconds_left)
    if progress.predicted_seconds is None:
        return tr("{time} left", time=left)
    return tr("{time} left of about {whole}", time=left, whole=wait(progress.predicted_seconds))


def waiting_reason(progress: Progress) -> str:
    """Why nothing moves now, to be read after "Waiting"; empty while something does."""
    if progress.activity.phase != "waiting":
        return ""
    return reason(progress.activity.sentence)


def progress_share(progress: Progress) -> float | None:
    """How much is done, 0 to 1; None while that can't be told. Chunks count where they are known: they cost most."""
    if progress.chunks_total:
        return progress.chunks_done / progress.chunks_total
    if progress.documents_total:
        return progress.documents_done / progress.documents_total
    return None
