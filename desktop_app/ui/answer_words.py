"""Numbers, durations and counts as a person reads them. Knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.ui.translation import tr, trn
from indexer.types import Coverage


def number(value: int) -> str:
    """12345 as "12,345"."""
    return QLocale().toString(value)


def duration(seconds: float) -> str:
    """ "0.2 s", "6.1 s", "48 s", "2 min 5 s"."""
    if seconds < 9.95:
        return tr("{seconds} s", seconds=QLocale().toString(max(seconds, 0.0), "f", 1))
    whole = round(seconds)
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    minutes, rest = divmod(whole, 60)
    if rest:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return tr("{minutes} min", minutes=minutes)


def searched(coverage: Coverage) -> str:
    """What a search saw, e.g. "1,204 of 1,210 documents searched"."""
    total = coverage.searched + coverage.pending + coverage.failed + coverage.offline
    done = number(coverage.searched)
    return trn("{done} of {n} document searched", "{done} of {n} documents searched", total, done=done)


def not_searched(coverage: Coverage) -> tuple[str, ...]:
    """What a search did not see or only half saw, a phrase each."""
    phrases = []
    if coverage.pending:
        phrases.append(trn("{n} still to be read", "{n} still to be read", coverage.pending))
    if coverage.vectors_pending:
        by_words = coverage.vectors_pending
        phrases.append(trn("{n} searched by keyword only so far", "{n} searched by keyword only so far", by_words))
    if coverage.failed:
        phrases.append(trn("{n} could not be read", "{n} could not be read", coverage.failed))
    if coverage.offline:
        phrases.append(tr("{n} offline", n=number(coverage.offline)))
    return tuple(phrases)
