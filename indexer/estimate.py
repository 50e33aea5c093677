"""What it would take to index some folders, measured: real files of them are read, cut and embedded here for a few
seconds, and nothing of it is kept.

Half the time at most goes into reading, to where it tells most (`prediction.most_telling`); the rest into embedding
chunks of what was read. It ends sooner when more trials would no longer change the answer.
"""

from __future__ import annotations

import dataclasses
import random
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from indexer.catalog import Root
from indexer.chunking import embedded_text
from indexer.embedding import Embedder
from indexer.embedding_trial import EmbeddingSpeed, EmbeddingTrial
from indexer.errors import ErrorCode, KnownError, known
from indexer.extract import formats
from indexer.extract.sampling import UNREAD
from indexer.ignore import Rules
from indexer.prediction import Cost, File, Speeds, Stratum, most_telling, sampling_error, span
from indexer.protocol import Estimate, Span
from indexer.rates import Rates
from indexer.scan import Found, file_hash, walk
from indexer.types import ChunkSpan, Extracted, Page

_PAGED = frozenset({formats.PDF})
_READING, _COUNTING, _HASHING = 0.45, 0.1, 0.08  # shares of the time, at most
_LEAST_SECONDS = 2.0  # what is quickly done, or well known, is tried for less: for 2 seconds, …
_WORTH, _DOUBT_WORTH = 0.1, 0.5  # … this share of what it takes, and this share of the doubt about that
_PRECISE = 0.04  # a standard error below this share is no longer worth a trial
_LEAST_TRIALS = 12
_CUT_CHARACTERS = 60_000  # of one document are cut: a report of 300 pages takes seconds, and more says no more
_DRAWN = 128  # chunks that batches of like length are made of; a real run has twice as many
_TIMED_OUT_SECONDS = 30.0  # what a file costs that never ends: the limit of the real reader
_STORING_SECONDS = 0.0003  # a chunk: its row, its keywords, its vector (CPU time over 1,200 chunks)
_FILE_SECONDS = 0.0015  # beside reading: handing it out, its rows (280 and 500 short texts: 1.2 and 1.6 ms)
_FIXED_SECONDS = Span(0.3, 0.7, 1.0)  # of every run: the scan, the wait for files to hold still, the last commit

# Bytes beyond the files themselves, until this library has chunks enough of its own: 768 of a vector of 384
# half-precision numbers, the rest text (compressed), its rows and its keyword index; measured over 5,383 chunks of the
# public evaluation sets.
_BYTES_A_CHUNK = 2_000
_TELLING_CHUNKS = 5_000


class Reader(Protocol):
    """Reads a file, or a sample of it, where it can do no harm (`extract.sandbox.Sandbox`)."""

    def read(self, path: Path, *, password: str = "", max_bytes: int) -> Extracted: ...


class Cutter(Protocol):
    def chunk(self, extracted: Extracted) -> list[ChunkSpan]: ...


class Library(Protocol):
    """What the estimate needs to know of the library it would go into."""

    def is_current(self, found: Found) -> bool:
        """Whether this very file is indexed, or known to be unreadable."""

    def known_hashes(self, hashes: Collection[str]) -> set[str]:
        """Those contents that have a vector already."""

    def disk_bytes_a_chunk(self) -> tuple[float, int]:
        """Measured beyond what an empty library takes, and over how many chunks."""


@dataclass(frozen=True)
class Tools:
    """What an estimate is made with. `sample` and `count` read as `extract.sampling` describes; `embedder` waits up
    to the given seconds for it; `readers` files are read at once in a real run;
    `rules` say what is left out."""

    sample: Reader
    count: Reader
    cutter: Cutter
    embedder: Callable[[float], Embedder | None]
    library: Library
    rates: Rates
    max_bytes: int
    readers: int = 1
    rules: Rules = field(default_factory=Rules)
    clock: Callable[[], float] = time.monotonic


class Estimator:
    """For one estimate."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        # Of each file that was read: its stratum, how many times over its texts stand for it, what would be embedded.
        self._texts: list[tuple[Stratum, float, list[str]]] = []
        self._hashes: set[str] = set()  # of the chunks that were read: what comes again isn't embedded again
        self._sampled = 0

    def estimate(self, paths: Sequence[Path], seconds: float) -> Estimate:
        """Raises KnownError(MISSING) for a path that is not there."""
        tools, started = self._tools, self._tools.clock()
        everything = list(_files(paths, tools.rules))
        wanted = [found for found in everything if not tools.library.is_current(found)]
        read = [found for found in wanted if found.fingerprint.size <= tools.max_bytes and found.name_is_text]
        files = self._with_pages(_without_copies(read, self._until(started, _HASHING * seconds)), seconds)
        strata = tools.rates.strata(files)
        speeds = Speeds(tools.rates.characters, 1 / max(1, tools.readers), _STORING_SECONDS)

        def worth() -> float:
            likely = sum(speeds.seconds(stratum.total()) for stratum in strata)
            return min(seconds, _LEAST_SECONDS + _WORTH * likely + _DOUBT_WORTH * sampling_error(strata, speeds))

        most = self._until(started, _READING * seconds)
        began = tools.clock()  # what went into copies and pages is not taken from the trials
        self._try(strata, speeds, most, lambda: began + _READING * worth() - tools.clock())
        left = min(started + seconds, tools.clock() + (1 - _READING) * worth()) - tools.clock()
        new = sum(stratum.total().new_chunks for stratum in strata)
        measured = self._embedding_speed(round(new), self._until(tools.clock(), left))
        speeds = dataclasses.replace(speeds, characters=measured.characters)
        cost = sum((stratum.total() for stratum in strata), Cost())
        correction = tools.rates.sampled.factor
        middle = speeds.seconds(cost) + _FILE_SECONDS * len(read)
        expected = span(middle, sampling_error(strata, speeds), (measured.error, tools.rates.sampled.doubt))
        fixed = _FIXED_SECONDS if wanted else Span(0.0, 0.0, 0.0)
        return Estimate(
            files=len(wanted),
            bytes=sum(found.fingerprint.size for found in wanted),
            known=len(everything) - len(wanted),
            unread=sum(found.kind not in formats.READABLE for found in wanted),
            seconds=Span(
                round(fixed.low + correction * expected.low, 2),
                round(fixed.mid + correction * expected.mid, 2),
                round(fixed.high + correction * expected.high, 2),
            ),
            chunks=round(cost.chunks),
            disk_bytes=round(cost.chunks * self._bytes_a_chunk()),
            sampled_files=self._sampled,
            sampled_seconds=round(tools.clock() - started, 2),
        )

    def _until(self, started: float, seconds: float) -> Callable[[], float]:
        """Seconds left of this budget."""
        return lambda: max(0.0, started + seconds - self._tools.clock())

    def _bytes_a_chunk(self) -> float:
        each, chunks = self._tools.library.disk_bytes_a_chunk()
        return each if chunks >= _TELLING_CHUNKS else _BYTES_A_CHUNK

    # Reading

    def _with_pages(self, files: list[File], seconds: float) -> list[File]:
        """The files in an order that says nothing of them; those that have pages are asked for their number, as many
        as there is time for."""
        random.Random(len(files)).shuffle(files)
        left = self._until(self._tools.clock(), _COUNTING * seconds)
        return [self._counted(file) if file.kind in _PAGED and left() else file for file in files]

    def _counted(self, file: File) -> File:
        try:
            extracted = self._tools.count.read(Path(file.path), max_bytes=self._tools.max_bytes)
        except KnownError:
            return file  # its trial, or another's, tells what such files cost
        return dataclasses.replace(file, pages=extracted.pages[-1].number or 0)

    def _try(
        self, strata: Sequence[Stratum], speeds: Speeds, left: Callable[[], float], worth: Callable[[], float]
    ) -> None:
        """Each stratum once, then as long as it is worth it; never longer than there is time `left`."""
        smallest: dict[str, File] = {}
        for one in (one for stratum in strata for one in stratum.files):
            smallest[one.kind] = min(one, smallest.get(one.kind, one), key=lambda other: other.size)
        while left() and (stratum := most_telling(strata, speeds)) is not None:
            if stratum.trials and worth() <= 0:
                return
            file = stratum.next
            assert file is not None
            if (first := smallest.pop(file.kind, None)) is not None:
                self._read(first)  # the first file of a kind pays for loading its library, which is done once
            stratum.trials.append(self._trial(file, stratum))
            self._sampled += 1
            total = sum(speeds.seconds(stratum.total()) for stratum in strata)
            if self._sampled >= _LEAST_TRIALS and sampling_error(strata, speeds) < _PRECISE * total:
                return

    def _trial(self, file: File, stratum: Stratum) -> Cost:
        seconds, extracted = self._read(file)
        if extracted is None:
            return Cost(seconds)
        pages, all_pages = _really_read(extracted.pages)
        scale = all_pages / max(1, len(pages))
        part = _some(pages)
        began = self._tools.clock()
        chunks = self._tools.cutter.chunk(dataclasses.replace(extracted, pages=part))
        times = max(1, _length(pages)) / max(1, _length(part))
        cutting = (self._tools.clock() - began) * times
        each = scale * times
        mine = {chunk.content_hash: chunk for chunk in chunks}
        stale = self._tools.library.known_hashes(mine.keys()) | (self._hashes & mine.keys())
        self._hashes.update(mine)
        texts = [embedded_text(extracted.title, c.heading, c.text) for h, c in mine.items() if h not in stale]
        if texts:
            self._texts.append((stratum, each, texts))
        characters = sum(map(len, texts))
        return Cost((seconds + cutting) * scale, len(chunks) * each, len(texts) * each, characters * each)

    def _read(self, file: File) -> tuple[float, Extracted | None]:
        began = self._tools.clock()
        try:
            extracted = self._tools.sample.read(Path(file.path), max_bytes=self._tools.max_bytes)
        except KnownError as error:
            lost = _TIMED_OUT_SECONDS if error.problem.code is ErrorCode.TIMEOUT else 0.0
            return max(lost, self._tools.clock() - began), None
        return self._tools.clock() - began, extracted

    # Embedding

    def _embedding_speed(self, chunks: int, left: Callable[[], float]) -> EmbeddingSpeed:
        rates = self._tools.rates
        embedder = self._tools.embedder(left()) if self._texts else None
        if embedder is None:
            return EmbeddingSpeed(rates.characters, 0.6 if rates.characters_per_second is None else 0.2)
        texts = [(len(s.files) / len(s.trials) * each * len(texts), texts) for s, each, texts in self._texts]
        trial = EmbeddingTrial(embedder, texts, max(1, min(_DRAWN, chunks)), self._tools.clock)
        return trial.speed(left, rates.chunks_per_second)


def _really_read(pages: Sequence[Page]) -> tuple[Sequence[Page], int]:
    """The pages that were read, and how many there are."""
    if pages and pages[-1].label == UNREAD:
        return pages[:-1], pages[-1].number or 1
    return pages, len(pages)


def _length(pages: Sequence[Page]) -> int:
    return sum(len(page.text) for page in pages)


def _some(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Of about `_CUT_CHARACTERS` together: pages from the whole length of the document, and of one that is longer than
    that, as a whole text file is, the beginning."""
    step = max(1, round(_length(pages) / _CUT_CHARACTERS))
    return tuple(map(_beginning, pages[:: min(step, max(1, len(pages)))]))


def _beginning(page: Page) -> Page:
    if len(page.text) <= _CUT_CHARACTERS:
        return page
    headings = tuple(heading for heading in page.headings if heading.start < _CUT_CHARACTERS)
    return dataclasses.replace(page, text=page.text[:_CUT_CHARACTERS], headings=headings)


def _files(paths: Iterable[Path], rules: Rules) -> Iterator[Found]:
    """Every file once, however the paths overlap."""
    roots = [path.resolve() for path in paths]
    for path, root in zip(paths, roots, strict=True):
        if not root.exists():
            raise known(ErrorCode.MISSING, f"{path} is not there.", "Check the spelling, or plug its drive in.")
    seen: set[str] = set()
    for path in roots:
        for found in walk(Root(0, path, path.is_file(), True, ""), rules=rules):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _without_copies(found: Iterable[Found], left: Callable[[], float]) -> list[File]:
    """Files of equal bytes as one. Only files of equal size can be, the largest are compared first, and what there is
    no time for is taken to differ."""
    by_size: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_size[one.fingerprint.size].append(one)
    files: list[File] = []
    for size, alike in sorted(by_size.items(), reverse=True):
        by_content: dict[str, list[Found]] = defaultdict(list)
        for one in alike:
            by_content[_content(one, len(alike) > 1 and left() > 0)].append(one)
        files.extend(File(same[0].path, same[0].kind, size, copies=len(same) - 1) for same in by_content.values())
    return files


def _content(found: Found, hashed: bool) -> str:
    try:
        return file_hash(Path(found.path)) if hashed else found.path
    except OSError:
        return found.path
