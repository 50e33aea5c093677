"""The library's states, sizes, dates and progress as a person says them. Knows no Qt."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from desktop_app.assets import asset
from indexer.types import Document, DocumentState, Folder, Progress


@dataclass(frozen=True)
class Sign:
    """How a state is shown: never by colour alone. `icon` is a name in `assets/icons`, `tone` a colour token."""

    word: str
    icon: str
    tone: str
    meaning: str


SIGNS: dict[DocumentState, Sign] = {
    DocumentState.PENDING: Sign("Waiting", "clock", "ink_soft", "It has not been read yet."),
    DocumentState.KEYWORD_READY: Sign(
        "Keywords", "partly", "partly", "Its words can be found already; search by meaning is being prepared."
    ),
    DocumentState.INDEXED: Sign("Ready", "done", "supported", "It can be found by its words and by its meaning."),
    DocumentState.FAILED: Sign("Not read", "error", "unsupported", "It could not be read."),
    DocumentState.SKIPPED: Sign("Left out", "unsupported", "ink_soft", "It holds nothing that can be searched."),
    DocumentState.OFFLINE: Sign(
        "Offline", "offline", "partly", "Its drive is not connected; what is known of it can still be searched."
    ),
}


def sign_of(document: Document) -> Sign:
    """That of its state, as a warning where a document can be found but a part of it could not be read."""
    sign = SIGNS[document.state]
    if document.problem_code is None or document.state not in (DocumentState.KEYWORD_READY, DocumentState.INDEXED):
        return sign
    return Sign(sign.word, "warning", "partly", f"{sign.meaning} A part of it could not be read.")


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 document", "1,204 documents"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(amount: float) -> str:
    """Bytes in decimal units, as file managers show them: "812 B", "91 MB", "1.1 GB"."""
    if amount < 1000:
        return f"{amount:.0f} B"
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5 or unit == "GB":
            return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:,.0f} {unit}"
    raise AssertionError("the last unit takes everything")


def wait(seconds: float) -> str:
    """A time to wait, no finer than it can be known: "8 s", "2 min", "1 h 20 min"."""
    if seconds < 55:
        return f"{max(1, round(seconds))} s"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(round(minutes, -1) if minutes > 120 else minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def date(moment: float, now: float | None = None) -> str:
    """When something was changed: "14:05" today, "3 Mar" this year, else "3 Mar 2021"."""
    then, today = time.localtime(moment), time.localtime(now)
    if then[:3] == today[:3]:
        return time.strftime("%H:%M", then)
    day = f"{then.tm_mday} {time.strftime('%b', then)}"
    return day if then.tm_year == today.tm_year else f"{day} {then.tm_year}"


def exact_date(moment: float) -> str:
    """ "2026-03-03 14:05:09", in this place's time."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment))


def folder_name(folder: Folder) -> str:
    """The last part of its path, or the whole where there is none (a drive)."""
    if folder.path == str(asset("sample_library")):
        return "Sample library"
    return Path(folder.path).name or folder.path


def document_count(counts: dict[str, int]) -> int:
    """How many documents a folder holds, in any state."""
    return sum(counts.values())


def progress_line(progress: Progress, paused: bool) -> str:
    """One line for the foot of the library: what is being done now."""
    if paused:
        return "Paused"
    if progress.activity.phase == "idle":
        return "Up to date"
    if progress.activity.phase == "waiting":  # why is told below, whole
        return "Waiting"
    return progress.activity.sentence.rstrip(".…") + "…"


def progress_detail(progress: Progress, paused: bool) -> str:
    """The second line: counts and speed; empty when nothing is under way."""
    if paused:
        left = progress.documents_total - progress.documents_done
        return f"{count(left, 'document')} to go" if left > 0 else ""
    if progress.activity.phase == "idle":
        return ""
    parts = []
    if progress.documents_done < progress.documents_total:
        parts.append(f"{progress.documents_done:,} of {count(progress.documents_total, 'document')}")
    elif progress.chunks_done < progress.chunks_total:
        parts.append(f"{progress.chunks_done:,} of {count(progress.chunks_total, 'passage')}")
    if progress.activity.phase == "waiting":  # nothing moves now, so how fast it moved says nothing
        return " · ".join(parts)
    if progress.chunks_per_second >= 1.5:
        parts.append(f"{progress.chunks_per_second:,.0f}/s")
    return " · ".join(parts)


def progress_time(progress: Progress, paused: bool) -> str:
    """The third line: "12 min left of about 40 min", or "12 min left" where nothing was predicted; empty when that
    can't be told."""
    if paused or progress.activity.phase in ("idle", "waiting") or progress.seconds_left is None:
        return ""
    left = f"{wait(progress.seconds_left)} left"
    return left if progress.predicted_seconds is None else f"{left} of about {wait(progress.predicted_seconds)}"


def waiting_reason(progress: Progress) -> str:
    """Why nothing moves now, to be read after "Waiting"; empty while something does."""
    return progress.activity.sentence.removeprefix("Waiting ") if progress.activity.phase == "waiting" else ""


def progress_share(progress: Progress) -> float | None:
    """How much is done, 0 to 1; None while that can't be told. Chunks count where they are known: they cost most."""
    if progress.chunks_total:
        return progress.chunks_done / progress.chunks_total
    if progress.documents_total:
        return progress.documents_done / progress.documents_total
    return None
