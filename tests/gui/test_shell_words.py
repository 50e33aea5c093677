"""Sizes, times and progress as people say them."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from desktop_app.ui.library_words import (
    SIGNS,
    date,
    progress_detail,
    progress_line,
    progress_share,
    progress_time,
    size,
    wait,
    waiting_reason,
)
from indexer.types import Activity, DocumentState, Progress


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1.0 kB"), (9_949, "9.9 kB"), (90_123, "90 kB"),
     (999_499, "999 kB"), (999_500, "1.0 MB"), (1_117_320_768, "1.1 GB"), (5_300_000_000_000, "5,300 GB")],
)  # fmt: skip
def test_sizes(amount: int, said: str) -> None:
    assert size(amount) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (8, "8 s"), (54.9, "55 s"), (56, "1 min"), (340, "6 min"), (3600, "1 h"), (4800, "1 h 20 min"),
     (7260, "2 h"), (9000, "2 h 30 min")],
)  # fmt: skip
def test_waits(seconds: float, said: str) -> None:
    assert wait(seconds) == said


def test_dates_are_as_short_as_they_can_be() -> None:
    now = time.mktime((2026, 3, 9, 15, 0, 0, 0, 0, -1))
    assert date(time.mktime((2026, 3, 9, 14, 5, 0, 0, 0, -1)), now) == "14:05"
    assert date(time.mktime((2026, 1, 2, 14, 5, 0, 0, 0, -1)), now) == "2 Jan"
    assert date(time.mktime((2021, 1, 2, 14, 5, 0, 0, 0, -1)), now) == "2 Jan 2021"


def test_every_state_has_a_word_and_a_sign() -> None:
    assert SIGNS.keys() == set(DocumentState)
    assert len({sign.word for sign in SIGNS.values()}) == len(SIGNS)
    assert len({sign.icon for sign in SIGNS.values()}) == len(SIGNS)


def test_progress_says_what_how_far_and_how_long() -> None:
    progress = Progress(Activity("embedding", "Embedding report.pdf"), 312, 1204, 8000, 20000, 41.3, 340)
    assert progress_line(progress, paused=False) == "Embedding report.pdf…"
    assert progress_detail(progress, paused=False) == "312 of 1,204 documents · 41/s"
    assert progress_time(progress, paused=False) == "6 min left"
    assert progress_time(progress, paused=True) == ""
    assert progress_share(progress) == pytest.approx(0.4)
    assert (progress_line(progress, True), progress_detail(progress, True)) == ("Paused", "892 documents to go")
    later = replace(progress, documents_done=1204)
    assert progress_detail(later, paused=False) == "8,000 of 20,000 passages · 41/s"
    waiting = replace(later, activity=Activity("waiting", "Waiting while an answer is written."))
    assert progress_detail(waiting, paused=False) == "8,000 of 20,000 passages"
    assert progress_line(waiting, paused=False) == "Waiting"
    assert waiting_reason(waiting) == "while an answer is written."
    assert waiting_reason(replace(later, activity=Activity("waiting", "The disk is full."))) == "The disk is full."
    assert waiting_reason(later) == ""
    predicted = replace(later, predicted_seconds=2400.0, elapsed_seconds=2060.0)
    assert progress_time(predicted, paused=False) == "6 min left of about 40 min"
    assert progress_time(replace(predicted, activity=waiting.activity), paused=False) == ""
    idle = Progress(Activity("idle", "Everything is up to date"), 5, 5, 9, 9, 0.0, None)
    assert (progress_line(idle, paused=False), progress_detail(idle, paused=False)) == ("Up to date", "")
    assert progress_share(Progress(Activity("scanning", "Scanning"), 0, 0, 0, 0, 0.0, None)) is None
