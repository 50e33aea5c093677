"""A prediction, and what became of it, as a person says them. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.ui.library_words import count, size, wait
from indexer.protocol import Estimate, Span
from indexer.types import Progress

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
            "Documents",
            f"{estimate.files:,} · {size(estimate.bytes)}",
            f"{estimate.known:,} more are up to date already" if estimate.known else "",
            f"{estimate.bytes:,} bytes",
        ),
        Fact(
            "Time",
            f"About {wait(estimate.seconds.mid)}",
            span_note(estimate.seconds),
            f"{estimate.seconds.mid:,.0f} s, for about {count(estimate.chunks, 'passage')}",
        ),
        Fact(
            "Disk space",
            f"About {size(estimate.disk_bytes)}",
            "beside the files themselves",
            f"{estimate.disk_bytes:,} bytes",
        ),
    ]
    if estimate.unread:
        facts.append(
            Fact(
                "Left out",
                count(estimate.unread, "file"),
                "no reader for their format yet; each is listed",
            )
        )
    return tuple(facts)


def span_note(span: Span) -> str:
    """ "between 32 min and 55 min"; empty where both ends are said alike."""
    low, high = wait(span.low), wait(span.high)
    return f"between {low} and {high}" if low != high else ""


def measured(estimate: Estimate) -> str:
    """How the estimate was made."""
    if not estimate.sampled_files:
        return "Predicted from what this computer has read before."
    return f"Measured on this computer with {estimate.sampled_files:,} of these files."


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
        what = f"Read {count(read, 'document')}" if read > 0 else "Brought up to date"
        return f"{what} in {wait(self._elapsed)}; predicted {wait(self._predicted)}."
