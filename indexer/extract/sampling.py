"""Readers for estimates: what can be known of a document in a moment. They run in a `sandbox.Sandbox`.

Where pages were left out, a last one without text says so by its label, and by its number how many there are.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.extract.registry import open_document
from indexer.extract.source import Reading
from indexer.types import Page

UNREAD = "pages left out"
SAMPLE_SECONDS = 1.0  # of reading a document; what comes after is inferred from its number of pages


def open_sample(path: Path, *, password: str = "", max_bytes: int) -> Reading:
    """The first pages, as many as can be read in `SAMPLE_SECONDS`; at least one. Raises as `open_document` does."""
    reading = open_document(path, password=password, max_bytes=max_bytes)
    return dataclasses.replace(reading, pages=_first(reading, time.monotonic))


def open_announcement(path: Path, *, password: str = "", max_bytes: int) -> Reading:
    """No page, but how many there are. Raises as `open_document` does."""
    reading = open_document(path, password=password, max_bytes=max_bytes)
    return dataclasses.replace(reading, pages=iter([_last(reading)]))


def _last(reading: Reading) -> Page:
    return Page(reading.page_count, UNREAD, "")


def _first(reading: Reading, clock: Callable[[], float]) -> Iterator[Page]:
    until = clock() + SAMPLE_SECONDS
    for page in reading.pages:
        yield page
        if clock() >= until and page.number is not None and page.number < reading.page_count:
            yield _last(reading)
            return
