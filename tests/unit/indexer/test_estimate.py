from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from indexer import scan
from indexer.embedding import Embedder, Vector
from indexer.errors import ErrorCode, KnownError, known
from indexer.estimate import Estimator, Tools
from indexer.extract import sampling
from indexer.extract.registry import extract
from indexer.extract.source import Reading
from indexer.prediction import Cost
from indexer.rates import Rates
from indexer.types import ChunkSpan, Extracted, Page
from tests.support.cut import ParagraphCutter
from tests.support.fake_embedder import FakeEmbedder
from tests.unit.indexer.test_rates import Facts

CHARACTERS_A_SECOND = 2_000.0


class Clock:
    """Time passes only where something is said to take it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class TimedReader:
    """Reads for real; each file takes `seconds` and `seconds_a_byte` of the clock's time."""

    def __init__(self, clock: Clock, seconds: float = 0.01, seconds_a_byte: float = 1e-5) -> None:
        self._clock, self._seconds, self._seconds_a_byte = clock, seconds, seconds_a_byte
        self.read_paths: list[Path] = []

    def read(self, path: Path, *, password: str = "", max_bytes: int) -> Extracted:
        self.read_paths.append(path)
        self._clock.now += self._seconds + self._seconds_a_byte * path.stat().st_size
        if path.name.startswith("hang"):
            raise known(ErrorCode.TIMEOUT, "It took too long.", "Save it again.")
        return extract(path, password=password, max_bytes=max_bytes)


class TimedEmbedder(FakeEmbedder):
    def __init__(self, clock: Clock, speed: float = CHARACTERS_A_SECOND) -> None:
        super().__init__(8)
        self._clock, self._speed = clock, speed

    def embed_documents(self, texts: list[str], *, urgent: bool = False) -> Vector:  # type: ignore[override]
        self._clock.now += sum(len(text) + 40 for text in texts) / self._speed
        return super().embed_documents(texts, urgent=urgent)


class ColdEmbedder(TimedEmbedder):
    """Takes twice as long the first time."""

    _started = False

    def embed_documents(self, texts: list[str], *, urgent: bool = False) -> Vector:  # type: ignore[override]
        before, started = self._clock.now, self._started
        vectors = super().embed_documents(texts, urgent=urgent)
        self._clock.now += 0.0 if started else self._clock.now - before
        self._started = True
        return vectors


class Library:
    def __init__(self) -> None:
        self.current: set[str] = set()
        self.hashes: set[str] = set()
        self.disk = (0.0, 0)

    def is_current(self, found: scan.Found) -> bool:
        return Path(found.path).name in self.current

    def known_hashes(self, hashes: Collection[str]) -> set[str]:
        return self.hashes & set(hashes)

    def disk_bytes_a_chunk(self) -> tuple[float, int]:
        return self.disk


@dataclasses.dataclass
class World:
    tools: Tools
    clock: Clock
    reader: TimedReader
    library: Library


def world(embedder: Callable[[Clock], Embedder | None] = TimedEmbedder, **reader: float) -> World:
    clock, library = Clock(), Library()
    sample = TimedReader(clock, **reader)
    there = embedder(clock)
    tools = Tools(
        sample, TimedReader(clock), ParagraphCutter(), lambda _: there, library, Rates(Facts()), 10_000_000, clock=clock
    )
    return World(tools, clock, sample, library)


def write(folder: Path, name: str, paragraphs: int, mark: str = "") -> Path:
    path = folder / name
    text = "\n\n".join(f"{name}{mark} says in paragraph {n:05} that nothing happened." for n in range(paragraphs))
    path.write_text(text)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(60):
        write(docs, f"{number:03}.txt", 3 + number)
    return docs


def actual_seconds(folder: Path, seconds: float = 0.01, seconds_a_byte: float = 1e-5) -> float:
    texts = [
        chunk.text for path in folder.iterdir() for chunk in ParagraphCutter().chunk(extract(path, max_bytes=10**7))
    ]
    reading = sum(seconds + seconds_a_byte * path.stat().st_size for path in folder.iterdir())
    return reading + sum(len(text) + 40 for text in texts) / CHARACTERS_A_SECOND


def test_the_prediction_holds(folder: Path) -> None:
    made = world()
    found = Estimator(made.tools).estimate([folder], 20.0)
    actual = actual_seconds(folder)
    assert found.files == 60
    assert found.bytes == sum(path.stat().st_size for path in folder.iterdir())
    assert found.seconds.low <= actual <= found.seconds.high
    assert found.seconds.mid == pytest.approx(actual, rel=0.2)
    assert found.chunks == pytest.approx(sum(3 + n for n in range(60)), rel=0.15)
    assert found.sampled_seconds <= 20.5
    assert 0 < found.sampled_files < 60


def test_it_keeps_to_its_time_where_reading_is_slow(folder: Path) -> None:
    made = world(seconds=1.0)
    found = Estimator(made.tools).estimate([folder], 10.0)
    assert found.sampled_seconds <= 12.0
    assert found.seconds.low <= actual_seconds(folder, seconds=1.0) <= found.seconds.high


def test_a_first_round_that_prepares_the_embedder_does_not_count(folder: Path) -> None:
    warm = Estimator(world(lambda clock: TimedEmbedder(clock, 40_000.0)).tools).estimate([folder], 60.0).seconds.mid
    cold = Estimator(world(lambda clock: ColdEmbedder(clock, 40_000.0)).tools).estimate([folder], 60.0).seconds.mid
    assert cold == pytest.approx(warm, rel=0.15)


def test_a_slow_moment_is_weighed_against_what_the_machine_did_before(folder: Path) -> None:
    now = Estimator(world().tools).estimate([folder], 20.0).seconds.mid
    made = world()
    length = Cost(0.0, 100, 100, 70_000)
    made.tools.rates.embedded(length, length.embedding_work / (4 * CHARACTERS_A_SECOND))
    with_past = Estimator(made.tools).estimate([folder], 20.0).seconds.mid
    # Four times as many characters a second in chunks six times as long: 0.65 times as many chunks.
    assert with_past == pytest.approx(now / 0.65**0.5, rel=0.15)


def test_text_that_many_files_share_is_embedded_once(folder: Path, tmp_path: Path) -> None:
    alike = tmp_path / "alike"
    alike.mkdir()
    shared = "\n\n".join(f"Paragraph {n:05} of the terms is the same in every letter." for n in range(30))
    for number in range(60):
        (alike / f"{number}.txt").write_text(f"{shared}\n\nThis is letter {number}.")
    unlike = Estimator(world().tools).estimate([folder], 20.0)
    same = Estimator(world().tools).estimate([alike], 20.0)
    assert same.chunks == pytest.approx(60 * 31, rel=0.05)
    assert same.seconds.mid < 0.4 * unlike.seconds.mid


def test_a_single_note_is_predicted_with_the_doubt_about_what_every_run_costs(tmp_path: Path) -> None:
    write(tmp_path, "note.txt", 1)
    found = Estimator(world().tools).estimate([tmp_path], 20.0).seconds
    assert found.low < 0.5 < found.mid < 1.0 < found.high < 1.5


def test_of_one_long_text_only_a_part_is_cut(tmp_path: Path) -> None:
    write(tmp_path, "long.txt", 20_000)
    made = world()
    cut: list[int] = []

    class Noting(ParagraphCutter):
        def chunk(self, extracted: Extracted) -> list[ChunkSpan]:
            cut.append(sum(len(page.text) for page in extracted.pages))
            return super().chunk(extracted)

    found = Estimator(dataclasses.replace(made.tools, cutter=Noting())).estimate([tmp_path], 20.0)
    assert max(cut) <= 60_000
    assert found.chunks == pytest.approx(20_000, rel=0.05)


def test_a_moment_unlike_the_past_leaves_more_doubt(folder: Path) -> None:
    like, unlike = world(), world()
    length = Cost(0.0, 100, 100, 70_000)
    like.tools.rates.embedded(length, length.embedding_work / (6 * CHARACTERS_A_SECOND))
    unlike.tools.rates.embedded(length, length.embedding_work / (60 * CHARACTERS_A_SECOND))
    first, second = (Estimator(one.tools).estimate([folder], 20.0).seconds for one in (like, unlike))
    assert second.high / second.low > 2 * first.high / first.low


def test_copies_are_embedded_once(folder: Path) -> None:
    alone = Estimator(world().tools).estimate([folder], 20.0)
    for number in range(60):
        (folder / f"copy{number}.txt").write_bytes((folder / f"{number:03}.txt").read_bytes())
    twice = Estimator(world().tools).estimate([folder], 20.0)
    assert twice.files == 120
    assert twice.chunks == pytest.approx(2 * alone.chunks, rel=0.2)
    assert twice.seconds.mid < 1.3 * alone.seconds.mid


def test_what_is_known_costs_nothing(folder: Path) -> None:
    made = world()
    made.library.current = {path.name for path in folder.iterdir()}
    found = Estimator(made.tools).estimate([folder], 20.0)
    assert (found.files, found.known, found.seconds.high, found.chunks) == (0, 60, 0.0, 0)
    assert made.reader.read_paths == []


def test_text_that_has_its_vector_already_is_not_embedded(folder: Path) -> None:
    fresh = Estimator(world().tools).estimate([folder], 20.0)
    made = world()
    made.library.hashes = {
        chunk.content_hash
        for path in folder.iterdir()
        for chunk in ParagraphCutter().chunk(extract(path, max_bytes=10**7))
    }
    found = Estimator(made.tools).estimate([folder], 20.0)
    assert found.seconds.mid < 0.3 * fresh.seconds.mid


def test_a_file_that_hangs_costs_its_limit(tmp_path: Path) -> None:
    write(tmp_path, "hang.txt", 3)
    found = Estimator(world().tools).estimate([tmp_path], 20.0)
    assert found.seconds.mid >= 30
    assert found.chunks == 0


def test_without_an_embedder_the_bounds_are_wider(folder: Path) -> None:
    with_it = Estimator(world().tools).estimate([folder], 20.0).seconds
    without = Estimator(world(lambda _: None).tools).estimate([folder], 20.0).seconds
    assert without.mid > 0
    assert without.high / without.low > 1.5 * with_it.high / with_it.low


def test_past_runs_correct_it(folder: Path) -> None:
    plain, corrected = world(), world()
    for _ in range(12):
        corrected.tools.rates.sampled.learn(100.0, 200.0)
    first = Estimator(plain.tools).estimate([folder], 20.0).seconds.mid
    assert Estimator(corrected.tools).estimate([folder], 20.0).seconds.mid == pytest.approx(2 * first, rel=0.1)


def test_disk_is_as_measured_once_the_library_is_large_enough(folder: Path) -> None:
    made = world()
    made.library.disk = (1000.0, 50_000)
    found = Estimator(made.tools).estimate([folder], 20.0)
    assert found.disk_bytes == pytest.approx(1000 * found.chunks, rel=0.01)
    assert Estimator(world().tools).estimate([folder], 20.0).disk_bytes > 1.5 * found.disk_bytes


def test_unread_kinds_are_named_and_nothing_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "old.wpd").write_bytes(b"\xffWPC and more")
    found = Estimator(world().tools).estimate([tmp_path, tmp_path / "old.wpd"], 20.0)
    assert (found.files, found.unread, found.chunks) == (1, 1, 0)
    with pytest.raises(KnownError) as raised:
        Estimator(world().tools).estimate([tmp_path / "nowhere"], 20.0)
    assert raised.value.problem.code is ErrorCode.MISSING


def test_a_long_document_is_judged_by_its_first_pages(tmp_path: Path) -> None:
    write(tmp_path, "long.pdf", 1)

    class FirstPages:
        def read(self, path: Path, *, password: str = "", max_bytes: int) -> Extracted:  # noqa: ARG002
            made.clock.now += 1.0
            pages = [Page(n, None, f"Page {n} says this.\n\nIt also says that.") for n in range(1, 11)]
            return Extracted("", "", "", "pdf", (*pages, Page(200, sampling.UNREAD, "")), "pdf/1")

    made = world()
    tools = dataclasses.replace(made.tools, sample=FirstPages(), count=FirstPages())
    found = Estimator(tools).estimate([tmp_path], 20.0)
    assert found.chunks == 400
    assert found.seconds.mid >= 20


def paged(count: int, clock: Clock) -> Reading:
    def pages() -> object:
        for number in range(1, count + 1):
            clock.now += 0.3
            yield Page(number, None, f"Page {number}")

    return Reading("Title", "", "", "pdf", count, pages())  # type: ignore[arg-type]


def test_the_sampling_reader_stops_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(sampling.time, "monotonic", clock)
    monkeypatch.setattr(sampling, "open_document", lambda *_, **__: paged(50, clock))
    sample = list(sampling.open_sample(Path("a.pdf"), max_bytes=1).pages)
    assert [page.number for page in sample] == [1, 2, 3, 4, 50]
    assert [page.number for page in sampling.open_announcement(Path("a.pdf"), max_bytes=1).pages] == [50]
    monkeypatch.setattr(sampling, "open_document", lambda *_, **__: paged(3, clock))
    assert [page.number for page in sampling.open_sample(Path("a.pdf"), max_bytes=1).pages] == [1, 2, 3]
