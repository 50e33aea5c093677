"""From a few files that were tried to all of them: totals and how far off they may be. Arithmetic alone.

Files of one kind and about one size form a stratum. Within it, cost is taken to be proportional to pages, where a
format announces them, else to bytes (a ratio estimator). What was tried counts as it was, only the rest is inferred:
from that, and while it is little, also from what is known of such files.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.protocol import Span

CHUNK_CHARACTERS = 700  # of an average chunk (measured: 640 to 770 over reports, papers and articles)
_CHUNK_OVERHEAD = 40  # characters that a chunk costs beyond its own: what begins and ends each text, its vector
_FILE_BYTES = 1_000  # that any file costs beside its own: opening it takes its time, and a single word is a chunk
_NINE_OF_TEN = 1.645  # standard deviations on either side
# How far files of a stratum lie apart, as a share of their mean, until it is seen: as after so many trials. Measured
# over fifty strata: plain text 0.1 to 0.4 (0.6 once), PDFs by their pages 0.1 to 0.7 (damaged ones 2), anything else
# 0.2 to 3.2, since it may be all pictures.
_DOUBT, _DOUBT_OF_PAGES, _DOUBT_OF_TEXT, _DOUBT_WEIGHT = 1.0, 0.6, 0.3, 2.0
_PLAIN_TEXT = frozenset({"text", "markdown", "code"})
_PRIOR_WEIGHT = 0.5  # trials that what was known before counts as; of pages, nothing is known
_UNSEEN_DOUBT = 0.8  # relative error of a stratum of which nothing was tried
_LEAST_SECONDS = 0.3  # of doubt on either side


@dataclass(frozen=True)
class File:
    """A file to be indexed. `pages` is what it announces, 0 where it does not or was not asked; `copies` are further
    files with the same bytes, which are read but not embedded."""

    path: str
    kind: str
    size: int
    pages: int = 0
    copies: int = 0


@dataclass(frozen=True)
class Cost:
    """What one file, or many, cost: seconds to read and cut, chunks, and of these the ones that need a vector, in
    number and in characters."""

    seconds: float = 0.0
    chunks: float = 0.0
    new_chunks: float = 0.0
    new_characters: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.seconds + other.seconds,
            self.chunks + other.chunks,
            self.new_chunks + other.new_chunks,
            self.new_characters + other.new_characters,
        )

    def __mul__(self, factor: float) -> Cost:
        return Cost(self.seconds * factor, self.chunks * factor, self.new_chunks * factor, self.new_characters * factor)

    @property
    def embedding_work(self) -> float:
        """What embedding time is proportional to, in characters."""
        return self.new_characters + _CHUNK_OVERHEAD * self.new_chunks


@dataclass(frozen=True)
class Speeds:
    """How this machine turns work into time. `reading` is the wall-clock share of a second of reading, below 1 where
    several files are read at once; `characters` are embedded a second; `chunk` are the seconds to store one."""

    characters: float
    reading: float = 1.0
    chunk: float = 0.0

    def seconds(self, cost: Cost) -> float:
        return cost.seconds * self.reading + cost.embedding_work / self.characters + cost.chunks * self.chunk


def size_class(size: int) -> int:
    """Below 8 kB, 64 kB, 512 kB, 4 MB, 32 MB, above: files of one class differ eightfold at most, but for the
    smallest and the largest."""
    return min(5, max(0, (size.bit_length() - 11) // 3))


@dataclass
class Stratum:
    """Files of one kind and size class, in an order that says nothing of them. The first `len(trials)` were tried.
    `prior` is what a byte of them is expected to cost before that, on average."""

    files: Sequence[File]
    prior: Cost
    trials: list[Cost] = field(default_factory=list)

    def __post_init__(self) -> None:
        counted = [file for file in self.files if file.pages]
        size = sum(file.size for file in counted)
        self._pages_a_byte = sum(file.pages for file in counted) / size if size else 0.0
        self._measures = [self._measure(file) for file in self.files]
        self._all = sum(self._measures)
        self._copies = sum(m * file.copies for m, file in zip(self._measures, self.files, strict=True))

    @property
    def _doubt(self) -> float:
        if self._pages_a_byte:
            return _DOUBT_OF_PAGES
        return _DOUBT_OF_TEXT if self.files[0].kind in _PLAIN_TEXT else _DOUBT

    def _measure(self, file: File) -> float:
        if self._pages_a_byte:
            return file.pages or max(1.0, file.size * self._pages_a_byte)
        return float(_FILE_BYTES + file.size)

    @property
    def next(self) -> File | None:
        """The file to be tried next; None when all were."""
        return self.files[len(self.trials)] if len(self.trials) < len(self.files) else None

    @property
    def unseen(self) -> float:
        """Share (0 to 1) of the stratum that was not tried."""
        if len(self.trials) == len(self.files):
            return 0.0
        return max(0.0, 1 - sum(self._measures[: len(self.trials)]) / self._all)

    def total(self) -> Cost:
        """What all of its files cost, copies included."""
        seen = sum(self._measures[: len(self.trials)])
        spent = sum(self.trials, Cost())
        ratio = self._ratio(spent, seen)
        again = (spent * (1 / seen) if seen else ratio) * self._copies
        rest = ratio * (self._all - seen)
        return spent + rest + Cost(again.seconds, again.chunks)

    def _ratio(self, spent: Cost, seen: float) -> Cost:
        """What a unit of measure costs, when so many units cost what was `spent`."""
        if seen and self._pages_a_byte:
            return spent * (1 / seen)
        before = self.prior * (sum(max(1, file.size) for file in self.files) / self._all)
        if spent.chunks:  # how many are new, and how long they are, is a thing of these files
            new, length = spent.new_chunks / spent.chunks, spent.new_characters / spent.chunks
            before = Cost(before.seconds, before.chunks, before.chunks * new, before.chunks * length)
        weight = _PRIOR_WEIGHT * self._all / len(self.files)
        return (before * weight + spent) * (1 / (weight + seen))

    def error(self, speeds: Speeds) -> float:
        """Standard error of its seconds."""
        total = speeds.seconds(self.total())
        if not self.trials:
            return total * _UNSEEN_DOUBT
        costs = [speeds.seconds(trial) for trial in self.trials]
        seen = sum(self._measures[: len(costs)])
        ratio = sum(costs) / seen
        mean = sum(costs) / len(costs)
        apart = sum((cost - ratio * m) ** 2 for cost, m in zip(costs, self._measures, strict=False))
        relative = apart / mean**2 if mean else 0.0
        variance = (_DOUBT_WEIGHT * self._doubt**2 + relative) / (_DOUBT_WEIGHT + len(costs) - 1)
        return total * math.sqrt(variance * self.unseen / len(costs))


def stratify(files: Iterable[File]) -> dict[tuple[str, int], list[File]]:
    """(kind, size class) → its files."""
    strata: dict[tuple[str, int], list[File]] = {}
    for file in files:
        strata.setdefault((file.kind, size_class(file.size)), []).append(file)
    return strata


def most_telling(strata: Iterable[Stratum], speeds: Speeds) -> Stratum | None:
    """The stratum in which one more trial takes away most doubt for its time; None when everything was tried. Each
    is tried once before any is tried twice."""
    open_ones = [stratum for stratum in strata if stratum.next is not None]
    untried = [stratum for stratum in open_ones if not stratum.trials]

    def worth(stratum: Stratum) -> float:
        doubt = stratum.error(speeds) ** 2 / (len(stratum.trials) + 1)
        return doubt / (0.02 + stratum.total().seconds / len(stratum.files))

    return max(untried or open_ones, key=worth, default=None)


def sampling_error(strata: Iterable[Stratum], speeds: Speeds) -> float:
    """Standard error in seconds of all strata together."""
    return math.sqrt(sum(stratum.error(speeds) ** 2 for stratum in strata))


def span(middle: float, error: float, relative_errors: Iterable[float]) -> Span:
    """`middle` seconds with bounds that hold nine times of ten. `error` is the sampling error in seconds; the others
    are shares by which the whole may be off: in speed, in the model itself."""
    if middle <= 0:
        return Span(0.0, 0.0, 0.0)
    relative = math.sqrt((error / middle) ** 2 + sum(share**2 for share in relative_errors))
    factor = math.exp(_NINE_OF_TEN * relative)
    return Span(
        max(0.0, min(middle / factor, middle - _LEAST_SECONDS)),
        middle,
        max(middle * factor, middle + _LEAST_SECONDS),
    )
