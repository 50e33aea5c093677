"""What past runs taught about this machine: how long files of a kind take, how much comes of them, how fast vectors
are made, and by how much predictions were off. Kept in the catalogue, as one small fact."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from indexer.prediction import CHUNK_CHARACTERS, Cost, File, Speeds, Stratum, span, stratify
from indexer.protocol import Span

_META = "rates"
_MEMORY = 400.0  # files a stratum remembers: older ones fade as new ones come
_WEIGHT = 0.25  # of the newest run in the correction
_SMALLEST, _LARGEST = 0.4, 3.0  # bounds of the correction: more is an accident, not a lesson
_TELLING_SECONDS = 5.0  # a shorter run says more of its fixed costs than of its speed
_FIRST_DOUBT = 0.15  # relative error of the model before any run was compared
_DOUBT_RUNS = 4  # that what was thought before counts as: a spread from two or three is luck
_LEAST_DOUBT = 0.1  # that no experience takes away: so far apart are runs over the same files (5 to 10 %), and samples
_RATES_DOUBT = 0.2  # more of it where rates of the past stand for a sample
_CAUTIOUS_CHARACTERS = 15_000.0  # embedded a second: an older laptop with two cores
_BETWEEN_SAVES = 50  # files

# Seconds a file, seconds a MB and chunks a MB until this machine has shown its own: rounded from reading the
# evaluation sets on two cores of a 2020s server. Text and markup are nearly all text; a PDF is mostly fonts and images.
_FIRST_GUESS = {
    "pdf": (0.02, 0.5, 350.0),
    "docx": (0.02, 1.0, 500.0),
    "html": (0.01, 0.5, 900.0),
    "text": (0.005, 1.5, 1_500.0),
    "markdown": (0.005, 1.5, 1_500.0),
    "code": (0.005, 1.5, 1_800.0),
}
_OTHER_GUESS = (0.03, 1.0, 300.0)


class Facts(Protocol):
    """Small facts about the library (`catalog.Catalog`)."""

    def get_meta(self, name: str, default: str = "") -> str: ...
    def set_meta(self, name: str, value: str) -> None: ...


@dataclass
class _Seen:
    files: float = 0.0
    size: float = 0.0
    seconds: float = 0.0
    chunks: float = 0.0


@dataclass
class Correction:
    """By what predictions of one sort turned out to be off. `factor` is what a predicted second really takes;
    `doubt` the relative error that is left."""

    factor: float = 1.0
    doubt: float = _FIRST_DOUBT
    runs: int = 0

    def learn(self, predicted: float, actual: float) -> None:
        """A run is over that was predicted (before correction) to take `predicted` seconds."""
        if predicted <= 0 or max(predicted, actual) < _TELLING_SECONDS:
            return
        ratio = min(_LARGEST, max(_SMALLEST, actual / predicted))
        off = math.log(ratio / self.factor)
        self.factor *= math.exp(off * max(_WEIGHT, 1 / (self.runs + 2)))  # no correction counts as one run, too
        self.doubt = max(_LEAST_DOUBT, math.sqrt((_DOUBT_RUNS * self.doubt**2 + off**2) / (_DOUBT_RUNS + 1)))
        self.runs += 1


class Rates:
    """Thread-safe. Facts that can't be read are forgotten: they are learnt anew. `sampled` corrects estimates from
    files that were tried, `learnt` those from past runs alone. `first_speed` is asked for the characters that this
    machine embeds in a second until the library has seen it; None where nothing is known."""

    def __init__(self, facts: Facts, first_speed: Callable[[], float | None] = lambda: None) -> None:
        self._facts = facts
        self._first_speed = first_speed
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}
        self._unsaved = 0
        self.characters_per_second: float | None = None
        self.sampled, self.learnt = Correction(), Correction()
        try:
            kept = json.loads(facts.get_meta(_META, "{}"))
            sampled, learnt = (_correction(kept.get(name, {})) for name in ("sampled", "learnt"))
            self._seen = {key: _Seen(*map(float, values)) for key, values in kept.get("seen", {}).items()}
            speed = kept.get("characters_per_second")
            self.characters_per_second = float(speed) if speed else None
            self.sampled, self.learnt = sampled, learnt
        except (ValueError, TypeError, AttributeError):
            self._seen = {}

    # What is learnt

    def read(self, kind: str, size: int, seconds: float, chunks: int) -> None:
        """A file was read and cut, or failed, in so many seconds."""
        with self._lock:
            ((kind, number),) = stratify([File("", kind, size)])
            seen = self._seen.setdefault(f"{kind}/{number}", _Seen())
            fade = min(1.0, _MEMORY / (seen.files + 1))
            seen.files = seen.files * fade + 1
            seen.size = seen.size * fade + max(1, size)
            seen.seconds = seen.seconds * fade + seconds
            seen.chunks = seen.chunks * fade + chunks
            self._unsaved += 1
        if self._unsaved >= _BETWEEN_SAVES:
            self.save()

    def embedded(self, cost: Cost, seconds: float) -> None:
        """So much new text was given its vectors in so many seconds of work."""
        if cost.new_chunks < 16 or seconds <= 0:
            return
        with self._lock:
            now = cost.embedding_work / seconds
            before = self.characters_per_second
            self.characters_per_second = now if before is None else before + 0.2 * (now - before)

    def save(self) -> None:
        with self._lock:
            self._unsaved = 0
            plain = {
                "seen": {key: [s.files, s.size, s.seconds, s.chunks] for key, s in self._seen.items()},
                "characters_per_second": self.characters_per_second,
                "sampled": asdict(self.sampled),
                "learnt": asdict(self.learnt),
            }
        self._facts.set_meta(_META, json.dumps(plain))

    # What is known

    @property
    def characters(self) -> float:
        """Embedded a second, as far as known."""
        return self.characters_per_second or self._first_speed() or _CAUTIOUS_CHARACTERS

    @property
    def chunks_per_second(self) -> float | None:
        """That were embedded so far, of whatever length; None before the first."""
        known = self.characters_per_second
        return None if known is None else known / Cost(new_chunks=1, new_characters=CHUNK_CHARACTERS).embedding_work

    def prior(self, kind: str, number: int, files: int, size: int) -> Cost:
        """What a byte costs in files of this kind and size class, of which there are so many."""
        with self._lock:
            seen = self._seen.get(f"{kind}/{number}")
            if seen is not None and seen.files >= 1:
                seconds, chunks = seen.seconds / seen.size, seen.chunks / seen.size
            else:
                each, a_megabyte, chunks = _FIRST_GUESS.get(kind, _OTHER_GUESS)
                seconds = each * files / max(1, size) + a_megabyte / 1e6
                chunks = max(chunks / 1e6, files / max(1, size))
        return Cost(seconds, chunks, chunks, chunks * CHUNK_CHARACTERS)

    def strata(self, files: Iterable[File]) -> list[Stratum]:
        """The files as strata, each with what is expected of it."""
        return [
            Stratum(group, self.prior(kind, number, len(group), sum(file.size for file in group)))
            for (kind, number), group in stratify(files).items()
        ]

    def predict(self, files: Iterable[File], waiting_chunks: int, speeds: Speeds) -> Span:
        """Seconds for these files and for chunks that only wait for their vectors, without trying anything. Not
        corrected."""
        cost = sum((stratum.total() for stratum in self.strata(files)), Cost())
        cost += Cost(0.0, 0.0, waiting_chunks, waiting_chunks * CHUNK_CHARACTERS)
        known = self.characters_per_second is not None
        return span(speeds.seconds(cost), 0.0, (self.learnt.doubt, _RATES_DOUBT if known else 2 * _RATES_DOUBT))


def _correction(kept: Mapping[str, float]) -> Correction:
    """Raises TypeError or AttributeError for what is none."""
    values = {"factor": 1.0, "doubt": _FIRST_DOUBT, "runs": 0, **kept}
    factor = min(_LARGEST, max(_SMALLEST, float(values["factor"])))
    return Correction(factor, max(_LEAST_DOUBT, float(values["doubt"])), int(values["runs"]))
