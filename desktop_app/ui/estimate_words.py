"""A prediction, and what became of it, as a person says them. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from desktop_app.ui.library_words import size, wait
from desktop_app.ui.translation import tr, trn
from indexer.types import Progress

if TYPE_CHECKING:
    from indexer.protocol import Estimate, Span

LONG_RUN = 60.0  # seconds; what took less is not worth a sentence


@dataclass(frozen=True)
class Fact:
    """One line of an estimate: what, how much, and a note to it; `exact` is for the hover."""

    name: str
    value: str
    note: str = ""
    exact: str = ""


def estimate_facts(estimate: Estimate) -> tuple[Fact, ...]:
    """What an import takes, a line each; lines that would say nothing are left out."""
    facts = [
        Fact(
            tr("Documents"),
            f"{_number(estimate.files)} · {size(estimate.bytes)}",
            trn("{n} more is up to date already", "{n} more are up to date already", estimate.known)
            if estimate.known
            else "",
            tr("{number} bytes", number=_number(estimate.bytes)),
        ),
        Fact(
            tr("Time"),
            tr("About {amount}", amount=wait(estimate.seconds.mid)),
            span_note(estimate.seconds),
            trn(
                "{seconds} s, for about {n} passage",
                "{seconds} s, for about {n} passages",
                estimate.chunks,
                seconds=_number(round(estimate.seconds.mid)),
            ),
        ),
        Fact(
            tr("Disk space"),
            tr("About {amount}", amount=size(estimate.disk_bytes)),
            tr("beside the files themselves"),
            tr("{number} bytes", number=_number(estimate.disk_bytes)),
        ),
    ]
    if estimate.unread:
        facts.append(
            Fact(
                tr("Left out"),
                trn("{n} file", "{n} files", estimate.unread),
                tr("no reader for their format yet; each is listed"),
            )
        )
    return tuple(facts)


def span_note(span: Span) -> str:
    """ "between 32 min and 55 min"; empty where both ends are said alike."""
    low, high = wait(span.low), wait(span.high)
    return tr("between {low} and {high}", low=low, high=high) if low != high else ""


def measured(estimate: Estimate) -> str:
    """How the estimate was made."""
    if not estimate.sampled_files:
        return tr("Predicted from what this computer has read before.")
    return trn(
        "Measured on this computer with {n} of these files.",
        "Measured on this computer with {n} of these files.",
        estimate.sampled_files,
    )


def _number(value: int) -> str:
    return QLocale().toString(value)


@dataclass
class RunFollower:
    """Watches progress for the end of a run that was predicted, to set the two times side by side."""

    _predicted: float | None = None
    _elapsed: float = 0.0
    _done_before: int | None = None
    _done: int = 0

    def take(self, progress: Progress) -> str:
        """Hear of progress; the sentence about a long run that has just ended, else empty."""
        if progress.predicted_seconds is not None and progress.elapsed_seconds is not None:
            if self._predicted is None and progress.elapsed_seconds < 5:  # seen from its beginning
                self._done_before = progress.documents_done
            self._predicted, self._elapsed = progress.predicted_seconds, progress.elapsed_seconds
            self._done = progress.documents_done
        if progress.activity.phase != "idle" or self._predicted is None:
            return ""
        self._done = max(self._done, progress.documents_done)
        said = self._sentence() if self._elapsed >= LONG_RUN else ""
        self.forget()
        return said

    def forget(self) -> None:
        """The run was broken off, or is not seen any more."""
        self._predicted, self._elapsed, self._done_before, self._done = None, 0.0, None, 0

    def _sentence(self) -> str:
        assert self._predicted is not None
        read = self._done - self._done_before if self._done_before is not None else 0
        time, predicted = wait(self._elapsed), wait(self._predicted)
        if read <= 0:
            return tr("Brought up to date in {time}; predicted {predicted}.", time=time, predicted=predicted)
        return trn(
            "Read {n} document in {time}; predicted {predicted}.",
            "Read {n} documents in {time}; predicted {predicted}.",
            read,
            time=time,
            predicted=predicted,
        )
