"""The sandbox with its real worker process, real documents and a hostile reader."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indexer.errors import ErrorCode, KnownError, Problem
from indexer.extract.registry import extract
from indexer.extract.sandbox import Limits, Sandbox
from tests.support.live import eventually
from tests.support.make_documents import WORDS, make_docx, make_pdf

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(os.name != "posix", reason="signals are sent")]

HOSTILE = "tests.support.hostile_reader:open_document"
LIMIT = 10_000_000
ROOT = Path(__file__).parents[2]


class Bench:
    """A sandbox with the hostile reader, and files that tell it what to do."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.sandbox = Sandbox(limits, reader=HOSTILE)
        self.folder = folder

    def file(self, deed: str, number: int = 1) -> Path:
        path = self.folder / f"{deed}-{number}.txt"
        path.write_text(f"{deed} {number}")
        return path

    def read(self, deed: str, number: int = 1) -> list[str]:
        return [page.text for page in self.sandbox.read(self.file(deed, number), max_bytes=LIMIT).pages]

    def refused(self, deed: str, number: int = 1, *, limits: Limits | None = None) -> Problem:
        """`limits` are for this deed alone: how long a new worker takes to start says nothing of the sandbox."""
        usual = self.sandbox._limits
        self.sandbox._limits = limits or usual
        with pytest.raises(KnownError) as caught:
            self.read(deed, number)
        self.sandbox._limits = usual
        assert self.read("fine") == ["fine"], "the next file is read by a new worker"
        return caught.value.problem


@pytest.fixture
def bench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    made = Bench(tmp_path, getattr(request, "param", Limits()))
    with made.sandbox:
        yield made


def test_real_documents_arrive_as_they_are_read_in_process(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "a.pdf", [[WORDS], ["Ünïcode too"]], title="Clay", outline=[(1, 0, "Two")], password="x")
    word = make_docx(tmp_path / "b.docx", [(1, "Weather"), (0, "emoji 👩‍🔬 and e\u0301")])
    with Sandbox() as sandbox:
        read = sandbox.read(pdf, password="x", max_bytes=LIMIT)
        assert read == extract(pdf, password="x", max_bytes=LIMIT)
        assert read.title == "Clay" and read.extractor.startswith("pdf/")
        first = sandbox.pid
        with pytest.raises(KnownError) as caught:
            sandbox.read(pdf, max_bytes=LIMIT)
        assert caught.value.problem.code is ErrorCode.ENCRYPTED
        assert sandbox.read(word, max_bytes=LIMIT) == extract(word, max_bytes=LIMIT)
        assert sandbox.pid == first, "a problem of a document is none of the worker"


@pytest.mark.parametrize("deed", ["hang", "hang-native"])
def test_a_hang_is_ended(bench: Bench, deed: str) -> None:
    assert bench.read("fine") == ["fine"]
    started = time.monotonic()
    problem = bench.refused(deed, limits=Limits(seconds=0.6, seconds_per_page=0))
    assert problem.code is ErrorCode.TIMEOUT
    assert f"{deed}-1.txt" in problem.message
    assert time.monotonic() - started < 10


def test_a_long_document_has_longer(bench: Bench) -> None:
    assert bench.read("fine") == ["fine"]
    started = time.monotonic()
    problem = bench.refused("hang", 10, limits=Limits(seconds=1, seconds_per_page=0.1))
    assert problem.code is ErrorCode.TIMEOUT
    assert "2 seconds" in problem.message
    assert time.monotonic() - started > 2


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_a_crash_is_named(bench: Bench, number: int) -> None:
    problem = bench.refused("crash", number)
    assert problem.code is ErrorCode.READER_DIED
    assert signal.Signals(number).name in problem.message
    if number != signal.SIGKILL:
        assert "hostile_reader" in problem.detail, "the fault handler's trace says where"


def test_an_exit_is_named(bench: Bench) -> None:
    problem = bench.refused("exit")
    assert problem.code is ErrorCode.READER_DIED
    assert "exit code 3" in problem.message


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits address space")
@pytest.mark.parametrize("bench", [Limits(memory_bytes=256 << 20)], indirect=True)
@pytest.mark.parametrize("deed", ["fill-python", "fill-native"])
def test_memory_is_limited(bench: Bench, deed: str) -> None:
    assert bench.refused(deed, 1000).code is ErrorCode.OUT_OF_MEMORY


def test_an_unforeseen_error_is_the_documents_problem(bench: Bench) -> None:
    assert bench.read("fine") == ["fine"]
    worker = bench.sandbox.pid
    problem = bench.refused("raise")
    assert problem.code is ErrorCode.READER_DIED
    assert "nobody foresaw this" in problem.detail
    assert bench.refused("refuse").code is ErrorCode.CORRUPT
    assert bench.sandbox.pid == worker


def test_what_a_library_prints_is_no_message(bench: Bench) -> None:
    assert bench.read("print") == ["print"]
    assert bench.read("fine") == ["fine"]


def test_a_huge_document_comes_page_by_page(bench: Bench) -> None:
    pages = bench.read("pages", 300)
    assert len(pages) == 300
    assert sum(map(len, pages)) > 29_000_000


def test_the_worker_has_no_network_writes_nothing_and_is_light(bench: Bench) -> None:
    facts = dict(line.split(" ", 1) for line in bench.read("report")[1].splitlines())
    assert facts["network"] == "closed"
    assert facts["disk"] == "closed"
    assert int(facts["nice"]) >= 10
    assert facts["heavy"] == "[]"
    assert int(facts["descriptors"]) < 10, "nothing of the parent's is inherited"


@pytest.mark.skipif(os.name == "nt", reason="sessions and process groups are of POSIX")
def test_the_workers_low_priority_counts_against_its_parent_and_ctrl_c_does_not_reach_it(bench: Bench) -> None:
    assert bench.read("fine") == ["fine"]
    worker = bench.sandbox.pid or 0
    assert os.getsid(worker) == os.getsid(0), "priorities are weighed within a session"
    assert os.getpgid(worker) == worker != os.getpgid(0)


@pytest.mark.parametrize("bench", [Limits(files=3)], indirect=True)
def test_a_worker_reads_its_share_and_is_replaced(bench: Bench) -> None:
    workers = []
    for _ in range(6):
        bench.read("fine")
        workers.append(bench.sandbox.pid)
    assert workers[0] == workers[1] != workers[3] == workers[4]
    assert workers[2] is workers[5] is None


@pytest.mark.parametrize("bench", [Limits(kept_bytes=200 << 20)], indirect=True)
def test_a_worker_that_grew_is_replaced(bench: Bench) -> None:
    bench.read("fine")
    worker = bench.sandbox.pid
    bench.read("keep", 300)
    assert bench.sandbox.pid is None
    bench.read("fine")
    assert bench.sandbox.pid not in (None, worker)


def test_a_worker_that_died_between_files_is_replaced(bench: Bench) -> None:
    bench.read("fine")
    worker = bench.sandbox.pid
    assert worker is not None
    psutil.Process(worker).kill()
    psutil.Process(worker).wait()
    assert bench.read("fine") == ["fine"]


def test_close_ends_the_worker(bench: Bench) -> None:
    bench.read("fine")
    worker = bench.sandbox.pid
    bench.sandbox.close()
    assert worker is not None and not psutil.pid_exists(worker)
    bench.sandbox.close()


def test_a_sandbox_survives_the_thread_that_used_it(bench: Bench) -> None:
    thread = threading.Thread(target=bench.read, args=("fine",))
    thread.start()
    thread.join()
    assert bench.read("fine") == ["fine"]


def test_several_threads_read_at_once(tmp_path: Path) -> None:
    files = [make_pdf(tmp_path / f"{n}.pdf", [[f"Page of file {n}."]]) for n in range(8)]
    found: dict[int, list[str]] = {}

    def work(index: int) -> None:
        with Sandbox() as sandbox:
            found[index] = [sandbox.read(file, max_bytes=LIMIT).pages[0].text for file in files]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [[f"Page of file {n}." for n in range(8)]] * 3


PARENT = """
import sys, threading
from pathlib import Path
from indexer.extract.sandbox import Sandbox
sandbox = Sandbox(reader={reader!r})
sandbox.read(Path(sys.argv[1]), max_bytes=1000)
print(sandbox.pid, flush=True)
if sys.argv[2:]:
    sandbox.read(Path(sys.argv[2]), max_bytes=1000)
threading.Event().wait()
"""


@pytest.mark.parametrize("deed", ["", "hang", "hang-native"])
def test_the_worker_dies_with_its_parent(bench: Bench, deed: str) -> None:
    files = [str(bench.file("fine")), *([str(bench.file(deed))] if deed else [])]
    command = [sys.executable, "-c", PARENT.format(reader=HOSTILE), *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        if deed:
            _wait_for(lambda: worker.num_ctx_switches().voluntary > 0 and worker.status() == psutil.STATUS_SLEEPING)
        parent.kill()
    worker.wait(timeout=10)


def _wait_for(condition: object, seconds: float = 10) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_thousand_small_files_are_quick(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.txt" for n in range(1000)]
    for file in files:
        file.write_text(f"{file.name} {WORDS}")
    started = time.monotonic()
    with Sandbox() as sandbox:
        for file in files:
            sandbox.read(file, max_bytes=LIMIT)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("bench", [Limits(seconds=2.0)], indirect=True)
def test_while_it_is_held_a_reader_neither_works_nor_runs_out_of_time(bench: Bench) -> None:
    assert bench.read("fine") == ["fine"]
    bench.sandbox.hold(True)
    eventually(lambda: psutil.Process(bench.sandbox.pid).status() == psutil.STATUS_STOPPED)
    read: list[list[str]] = []
    thread = threading.Thread(target=lambda: read.append(bench.read("fine", 2)))
    thread.start()
    thread.join(3.0)  # longer than it has
    assert thread.is_alive() and not read
    bench.sandbox.hold(False)
    thread.join(10)
    assert read == [["fine"]]
