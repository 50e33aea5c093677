from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from indexer.config import Settings
from indexer.errors import ErrorCode, known
from indexer.extract import ocr
from indexer.extract.registry import extractor_version, recognize_document
from indexer.foresight import Pending
from indexer.neighbour import Neighbour
from indexer.pipeline import Embedded, Pipeline
from indexer.protocol import IndexReport
from indexer.rates import Rates
from indexer.reading import ReadingPool
from indexer.runs import Runs
from indexer.scan import Applied, Scanner
from indexer.types import Cut, DocumentState, Extracted
from indexer.waiters import Waiter
from indexer.worker import Worker
from tests.support.cut import ParagraphCutter
from tests.support.direct_reader import DirectReader
from tests.support.fake_recognizer import FakeRecognizer
from tests.support.make_documents import WORDS, make_pdf
from tests.support.watched import watched
from tests.unit.indexer.test_neighbour import Machine


class ScanReader(DirectReader):
    """Finds no text where a file says that it is a scan."""

    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
        if path.read_bytes().startswith(b"scan"):
            raise known(ErrorCode.NEEDS_OCR, f"{path.name} is a picture.", "Wait.")
        return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)


class Recognizing(DirectReader):
    """Recognizes the text of pictures, with whatever `ocr.recognizer` is."""

    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:  # noqa: ARG002
        reading = recognize_document(path, password=password, max_bytes=max_bytes)
        extracted = Extracted("", "", "", reading.kind, tuple(reading.pages), extractor_version(reading.kind))
        return Cut(extracted, tuple(ParagraphCutter().chunk(extracted)), ParagraphCutter.version)


class World:
    """A worker over a folder, on a thread of its own while in use. A second one over the same folder is a new start
    of the service."""

    def __init__(self, base: Path, *, recognizer: type[DirectReader] = DirectReader) -> None:
        self.catalog, self.docs = watched(base)
        self.wanted_with: list[int] = []  # how many documents were not read yet when the embedder was asked for
        self.settings = Settings()
        one, max_bytes = lambda: 1, lambda: self.settings.max_file_mb << 20
        self.worker = Worker(
            self.catalog, Pipeline(self.catalog, ParagraphCutter()), partial(ReadingPool, one, ScanReader, max_bytes),
            partial(ReadingPool, one, recognizer, max_bytes),
            changed=lambda _: None, folders_changed=lambda: None, disk_bytes=lambda: 0,
            embedder_coming=lambda: False, want_embedder=self._want, remake_store=lambda: None, complete=lambda: None,
            neighbour=Neighbour(Settings, Machine()),
            runs=Runs(Pending(self.catalog, lambda: False), self.catalog, Rates(self.catalog)),
            settings=lambda: self.settings,
        )  # fmt: skip

    def _want(self) -> None:
        self.wanted_with.append(self.catalog.counts.by_state()["pending"])

    def write(self, name: str, text: str) -> None:
        (self.docs / name).write_text(text)
        self.settle(name)

    def settle(self, name: str) -> None:
        os.utime(self.docs / name, (1_700_000_000, 1_700_000_000))

    def synced(self) -> IndexReport:
        waiter = self.worker.sync()
        assert waiter.done.wait(20)
        assert waiter.report is not None
        return waiter.report

    def __enter__(self) -> World:
        self.thread = threading.Thread(target=self.worker.run, args=(lambda: False,))
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.stop()
        self.thread.join(10)
        self.catalog.close()


def test_who_asks_for_a_sync_during_a_scan_gets_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    waiters: list[Waiter] = []
    asked = threading.Event()
    scan = Scanner.scan

    def scan_while_somebody_asks(scanner: Scanner, *places: object) -> Applied:
        if not waiters:
            waiters.append(world.worker.sync())
            asked.set()
        return scan(scanner, *places)  # type: ignore[arg-type]

    monkeypatch.setattr(Scanner, "scan", scan_while_somebody_asks)
    with world:
        assert asked.wait(10)
        assert waiters[0].done.wait(10)
        assert waiters[0].report is not None


def test_all_can_be_found_by_keyword_before_a_vector_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[int] = []
    world = World(tmp_path)
    for name in "abcdef":
        world.write(f"{name}.txt", f"Letter {name}.")

    def embed_block(_: Pipeline, keep_going: object) -> Embedded:  # noqa: ARG001
        waiting.append(world.catalog.counts.by_state()["pending"])
        return Embedded(0, 0)

    def slow(reader: ScanReader, path: Path, **options: Any) -> Cut:
        # Longer than a reader may take before its documents make room for vectors, were there no others.
        assert not world.worker.stopping.wait(0.3)
        return DirectReader.cut(reader, path, **options)

    monkeypatch.setattr(Pipeline, "embed_block", embed_block)
    monkeypatch.setattr(ScanReader, "cut", slow)
    with world:
        world.synced()
    assert waiting and not any(waiting)
    assert world.wanted_with and not any(world.wanted_with), "loading the embedder takes a core for seconds"


def test_scans_are_recognized_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    world.write("b.txt", "A letter.")
    with world:
        report = world.synced()
        assert (report.documents.indexed, report.documents.skipped) == (2, 1)
        assert report.keyword_ready_seconds <= report.seconds
        assert len(world.catalog.keywords.search("letter", 5)) == 2
        assert not world.catalog.problems()


def test_without_recognition_scans_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    with world:
        assert world.synced().documents.skipped == 1
        (problem,) = world.catalog.problems()
        assert problem.code == "needs-ocr"


def test_recognition_that_is_not_there_after_all_is_not_asked_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(DirectReader, "cut", ScanReader.cut)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    with world:
        assert world.synced().documents.skipped == 2
        assert world.synced().documents.skipped == 0


def test_scans_are_recognized_at_the_first_start_that_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    world = World(tmp_path)
    world.write("a.txt", "scan of a letter")
    with world:
        world.synced()
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    with World(tmp_path) as world:
        assert world.synced().documents.indexed == 1
        assert not world.catalog.problems()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeRecognizer:
    made = FakeRecognizer()
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(ocr, "recognizer", lambda: made)
    return made


def read_mixed(base: Path) -> set[int]:
    """A PDF of which one page is a picture, read while that can't be recognized; the ids of its chunks."""
    world = World(base)
    make_pdf(world.docs / "a.pdf", [[WORDS], [], [WORDS]], picture=True)
    world.settle("a.pdf")
    with world:
        report = world.synced()
        assert (report.documents.indexed, report.documents.skipped) == (1, 0)
        assert [problem.code for problem in world.catalog.problems()] == ["needs-ocr"]
        assert len(world.catalog.keywords.search("granite", 5)) == 2
        assert not world.catalog.keywords.search("recognized", 5)
        return world.catalog.chunks.ids()


def test_pages_that_are_pictures_come_later_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: FakeRecognizer
) -> None:
    before = read_mixed(tmp_path)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    with World(tmp_path, recognizer=Recognizing) as world:
        assert world.synced().documents.indexed == 1, "its recognition is not counted again"
        assert not world.catalog.problems()
        assert len(world.catalog.keywords.search("recognized", 5)) == 1
        assert before < world.catalog.chunks.ids(), "what was there keeps its place, and with it its vectors"
        os.utime(world.docs / "a.pdf", (1_600_000_000, 1_600_000_000))
        assert world.synced().documents.unchanged == 1
        assert len(world.catalog.keywords.search("recognized", 5)) == 1
    assert len(fake.seen) == 1


@pytest.mark.usefixtures("fake")
def test_recognition_that_fails_or_is_not_there_leaves_what_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(DirectReader):
        def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
            tried.append(path)
            if len(tried) > 1:
                raise known(ErrorCode.TIMEOUT, f"{path.name} took too long.", "Wait.")
            return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)

    tried: list[Path] = []
    before = read_mixed(tmp_path)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    for code in ("needs-ocr", "timeout", "timeout"):
        with World(tmp_path, recognizer=Failing) as world:
            world.synced()
            world.synced()
            assert world.catalog.chunks.ids() == before
            assert world.catalog.counts.by_state()[DocumentState.KEYWORD_READY] == 1
            assert [problem.code for problem in world.catalog.problems()] == [code]
    assert len(tried) == 2, "once at each start, until it fails"


def test_a_password_that_is_given_while_another_is_tried_is_tried_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.write("locked.txt", "The slate roof.")
    tried: list[str] = []

    def cut(reader: ScanReader, path: Path, *, password: str = "", **options: Any) -> Cut:
        tried.append(password)
        if password == "right":
            return DirectReader.cut(reader, path, password=password, **options)
        if password == "wrong":
            world.worker.retry((1,), "right")
        raise known(ErrorCode.ENCRYPTED, f"{path.name} is protected.", "Enter its password.")

    monkeypatch.setattr(ScanReader, "cut", cut)
    with world:
        world.synced()
        world.worker.retry((1,), "wrong")
        world.synced()
        world.synced()
        assert tried == ["", "wrong", "right"]
        assert world.catalog.counts.by_state()[DocumentState.KEYWORD_READY] == 1


def test_how_large_a_file_may_be_counts_for_what_was_read_before(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("long.txt", "The slate roof.\n\n" + "Rain. " * 250_000)
    world.write("short.txt", "The slate wall.")

    with world:
        assert world.synced().documents.indexed == 2
        world.settings = Settings(max_file_mb=1)
        assert world.synced().documents.skipped == 1
        assert [problem.code for problem in world.catalog.problems()] == [ErrorCode.TOO_LARGE]
        assert len(world.catalog.keywords.search("slate", 5)) == 1, "what was read of it is gone"
        assert world.synced().documents.skipped == 0, "it is not tried again and again"
    world = World(tmp_path)  # with the limit that it has by default
    with world:
        assert world.synced().documents.indexed == 1
        assert not world.catalog.problems()
        assert len(world.catalog.keywords.search("slate", 5)) == 2


def test_what_is_to_be_done_between_steps_tells_what_became_of_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    threads: list[threading.Thread] = []
    with world:
        world.worker.between_steps(lambda: threads.append(threading.current_thread())).result(10)
        assert threads == [world.thread]
        with pytest.raises(ZeroDivisionError):
            world.worker.between_steps(lambda: 1 / 0).result(10)
        world.write("a.txt", "It goes on.")
        assert world.synced().documents.indexed == 1
