"""The catalogue, what is installed and sound, and the choice for a machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.models import Task
from desktop_app.models import files as model_files
from desktop_app.models.catalogue import GIB, ModelEntry, PipSource, read_catalogue, speed_key
from desktop_app.models.files import STAMP_NAME
from desktop_app.models.gguf import read_header
from desktop_app.models.store import ModelStore
from indexer.codec import to_plain
from indexer.config import Settings, load_settings, save_settings
from indexer.errors import BugError, ErrorCode, KnownError
from tests.support.gguf_files import gguf_bytes, write_gguf

SMALL, BIG = gguf_bytes(64), gguf_bytes(256)
VECTORS = {"config.json": b"{}", "1_Pooling/config.json": b"[]", "model.safetensors": bytes(range(200))}


def _files(contents: dict[str, bytes]) -> list[dict[str, object]]:
    return [{"name": n, "size": len(c), "sha256": hashlib.sha256(c).hexdigest()} for n, c in contents.items()]


def _entry(name: str, task: str, contents: dict[str, bytes], **more: object) -> dict[str, object]:
    size = sum(map(len, contents.values()))
    defaults: dict[str, object] = {
        "title": name.title(), "licence": "MIT", "parameters": 1, "context": 2048, "bytes": size, "ram_bytes": GIB,
        "machine_ram_bytes": 0, "rank": 1, "note": "", "files": _files(contents),
        "sources": [{"kind": "pip", "requirements": [f"{name}==1"], "member": "data/{name}"}],
    }  # fmt: skip
    return {"name": name, "task": task, **defaults, **more}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    hub_only = [{"kind": "hub", "repository": "somebody/huge"}]
    models = [
        _entry("vectors", "embedder", VECTORS),
        _entry("big", "language-model", {"big.gguf": BIG}, machine_ram_bytes=8 * GIB, ram_bytes=2 * GIB),
        _entry("small", "language-model", {"small.gguf": SMALL}, rank=2),
        _entry("huge", "language-model", {}, rank=3, sources=hub_only, machine_ram_bytes=8 * GIB),
        _entry("toy", "language-model", {"toy.gguf": gguf_bytes(8)}, rank=0, for_tests=True),
        _entry("order", "reranker", {}, sources=hub_only),
    ]
    path = tmp_path / "models.toml"
    path.write_text(tomli_w.dumps({"version": 1, "model": models}), "utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    return ModelStore(tmp_path / "home", catalogue=catalogue, machine_ram=16 * GIB)


def _lay(store: ModelStore, name: str, contents: dict[str, bytes]) -> Path:
    for file, content in contents.items():
        path = store.folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return store.folder / name


def _code(error: pytest.ExceptionInfo[KnownError]) -> ErrorCode:
    return error.value.problem.code


# ---- the shipped catalogue ----


def test_every_shipped_model_is_complete_and_free() -> None:
    for entry in read_catalogue():
        assert entry.licence in ("Apache-2.0", "MIT"), entry.name
        assert entry.sources and entry.context and entry.ram_bytes > entry.bytes * 0.9, entry.name
        assert sum(file.size for file in entry.files) in (0, entry.bytes), entry.name
        assert all(len(file.sha256) == 64 for file in entry.files)
        if entry.without_hub:
            assert entry.files, "a package index gives no checksums of its own"
        for source in entry.sources:
            if isinstance(source, PipSource):
                assert all("==" in requirement for requirement in source.requirements)
                assert source.join or len(source.requirements) == 1
                assert len(entry.files) == 1 or "{name}" in source.member


@pytest.mark.parametrize(
    ("ram", "name"),
    [
        (64 * GIB, "qwen2.5-coder-1.5b-instruct"),
        (int(7.5 * GIB), "qwen2.5-coder-1.5b-instruct"),
        (6 * GIB, "qwen2.5-coder-0.5b-instruct"),
        (1 * GIB, "qwen2.5-coder-0.5b-instruct"),
    ],
)
def test_the_shipped_recommendation_follows_memory(tmp_path: Path, ram: int, name: str) -> None:
    store = ModelStore(tmp_path, machine_ram=ram)
    assert store.recommended(Task.LANGUAGE_MODEL).name == name
    assert store.recommended(Task.EMBEDDER).name == Settings().embedder


def test_a_catalogue_with_an_unknown_field_is_our_bug(tmp_path: Path, catalogue: Path) -> None:
    catalogue.write_text(catalogue.read_text("utf-8").replace('licence = "MIT"', 'license = "MIT"', 1), "utf-8")
    with pytest.raises(BugError, match="can't be used"):
        ModelStore(tmp_path, catalogue=catalogue)


def test_importing_the_store_loads_nothing_heavy() -> None:
    code = (
        "import sys, desktop_app.models; "
        "sys.exit(len({'huggingface_hub', 'torch', 'llama_cpp', 'lancedb'} & sys.modules.keys()))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).resolve().parents[2], check=True)


# ---- installed and sound ----


def test_right_files_are_adopted_and_not_hashed_again(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _lay(store, "vectors", VECTORS)
    assert store.installed("vectors") == folder
    stamp = json.loads((folder / STAMP_NAME).read_text())
    assert {file["name"] for file in stamp["files"]} == set(VECTORS)

    def no_hashing(*_: object) -> str:
        raise AssertionError("hashed again")

    monkeypatch.setattr(model_files, "sha256_of", no_hashing)
    assert store.installed("vectors") == folder


def test_a_language_model_is_its_file(store: ModelStore) -> None:
    assert store.installed("small") is None
    folder = _lay(store, "small", {"small.gguf": SMALL})
    assert store.installed("small") == folder / "small.gguf"


def test_a_touched_file_is_checked_and_stamped_anew(store: ModelStore) -> None:
    path = _lay(store, "small", {"small.gguf": SMALL}) / "small.gguf"
    store.installed("small")
    os.utime(path, ns=(1, 1))
    assert store.installed("small") == path
    assert json.loads((path.parent / STAMP_NAME).read_text())["files"][0]["mtime_ns"] == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [(SMALL[:-1], "bytes instead of"), (SMALL[:-1] + b"\xff", "checksum"), (None, "is gone")],
)
def test_an_altered_file_is_damaged_and_says_so(store: ModelStore, content: bytes | None, says: str) -> None:
    path = _lay(store, "small", {"small.gguf": SMALL}) / "small.gguf"
    store.installed("small")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
        os.utime(path, ns=(1, 1))
    with pytest.raises(KnownError, match=says) as error:
        store.installed("small")
    assert _code(error) is ErrorCode.MODEL_DAMAGED
    assert "footnote models get small" in error.value.problem.action


def test_a_cut_file_without_a_stamp_is_damaged_too(store: ModelStore) -> None:
    _lay(store, "big", {"big.gguf": BIG[:100]})
    _lay(store, "small", {"small.gguf": SMALL})
    with pytest.raises(KnownError, match="big is damaged") as error:
        store.language_model()  # rather than quietly answer with a lesser model
    assert _code(error) is ErrorCode.MODEL_DAMAGED


def test_half_a_folder_is_not_installed(store: ModelStore) -> None:
    _lay(store, "vectors", {"config.json": b"{}"})
    assert store.installed("vectors") is None


def test_a_broken_stamp_costs_a_check_and_nothing_else(store: ModelStore) -> None:
    folder = _lay(store, "vectors", VECTORS)
    (folder / STAMP_NAME).write_text('{"files": 3', "utf-8")
    assert store.installed("vectors") == folder


# ---- choosing ----


def test_the_language_model_to_use(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as error:
        store.language_model()
    assert _code(error) is ErrorCode.MODEL_MISSING
    assert "footnote models get big" in error.value.problem.action
    _lay(store, "toy", {"toy.gguf": gguf_bytes(8)})
    with pytest.raises(KnownError):
        store.language_model()  # a test model is never chosen by itself
    _lay(store, "small", {"small.gguf": SMALL})
    assert store.language_model()[0].name == "small"
    _lay(store, "big", {"big.gguf": BIG})
    assert store.language_model()[0].name == "big"
    store.use("toy")
    assert load_settings(tmp_path / "home").language_model == "toy"
    entry, path = store.language_model()
    assert (entry.name, path) == ("toy", store.folder / "toy" / "toy.gguf")


def test_use_refuses_what_is_not_there_or_has_no_use(store: ModelStore) -> None:
    with pytest.raises(KnownError, match="not installed"):
        store.use("big")
    with pytest.raises(KnownError) as error:
        store.use("smal")
    assert error.value.problem.action == "Did you mean small?"


def test_a_setting_that_names_no_installed_model_is_an_error(store: ModelStore, tmp_path: Path) -> None:
    _lay(store, "small", {"small.gguf": SMALL})
    save_settings(tmp_path / "home", Settings(language_model="big"))
    with pytest.raises(KnownError, match="big is not installed"):
        store.language_model()


def test_recommended_rerankers_need_a_hub(store: ModelStore) -> None:
    with pytest.raises(KnownError) as error:
        store.recommended(Task.RERANKER)
    assert _code(error) is ErrorCode.NO_SOURCE


@pytest.mark.parametrize(("ram", "verdict"), [(16, "Fits"), (4, "Tight"), (2, "Too big")])
def test_fit_is_a_verdict(catalogue: Path, tmp_path: Path, ram: int, verdict: str) -> None:
    store = ModelStore(tmp_path, catalogue=catalogue, machine_ram=ram * GIB)
    assert store.fits(store.entry("big")).startswith(verdict)


def test_rows_tell_everything_and_are_plain(store: ModelStore, tmp_path: Path) -> None:
    _lay(store, "small", {"small.gguf": SMALL})
    save_settings(tmp_path / "home", Settings(embedder="vectors"))
    _lay(store, "vectors", {**VECTORS, "config.json": b"[]"})
    rows = {row.name: row for row in store.rows()}
    assert [row.name for row in rows.values() if row.recommended] == ["vectors", "big"]
    assert rows["small"].installed and rows["small"].in_use and not rows["big"].in_use
    assert "damaged" in rows["vectors"].problem and not rows["vectors"].in_use
    assert json.loads(json.dumps(to_plain(tuple(rows.values()))))[1]["name"] == "big"


def test_an_embedder_can_not_be_asked(store: ModelStore) -> None:
    _lay(store, "vectors", VECTORS)
    with pytest.raises(KnownError, match="no language model") as caught:
        store.language_model("vectors")
    assert caught.value.problem.code is ErrorCode.BAD_REQUEST


def test_remove_takes_what_was_compiled_of_an_embedder(store: ModelStore) -> None:
    _lay(store, "vectors", VECTORS)
    form = store.folder / ".compiled" / "vectors-0123abcd-2026.1.0"
    form.mkdir(parents=True)
    (form / "model.bin").write_bytes(b"1234")
    assert store.remove("vectors") == 4 + sum(map(len, VECTORS.values()))
    assert not form.exists()


def test_remove_deletes_its_own_files_only(store: ModelStore, tmp_path: Path) -> None:
    folder = _lay(store, "vectors", {**VECTORS, "mine.txt": b"keep"})
    assert store.remove("vectors") == sum(map(len, VECTORS.values()))
    assert [path.name for path in folder.rglob("*")] == ["mine.txt"]
    _lay(store, "small", {"small.gguf": SMALL})
    store.use("small")
    store.remove("small")
    assert not (store.folder / "small").exists()
    assert load_settings(tmp_path / "home").language_model == ""
    with pytest.raises(KnownError, match="not installed"):
        store.remove("small")


# ---- a person's own file ----


def test_the_speed_of_a_model_is_kept_under_its_checksum_else_its_place(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(b"12345")
    assert speed_key("ab" * 32, str(path), 5) == "ab" * 32
    entry = ModelEntry("own", "Own", Task.LANGUAGE_MODEL, "", 1, 4096, 1, 1, 1, 1, "")
    assert entry.speed_key(path) == speed_key("", str(path), 5) == f"{path}:5"


def test_import_makes_a_personal_model(store: ModelStore, tmp_path: Path) -> None:
    path = store.get(write_gguf(tmp_path / "My Model.Q4.gguf", 100))
    assert path.name == "my-model.q4.gguf" and path.parent.parent == store.folder
    entry = store.entry("my-model.q4")
    assert (entry.title, entry.licence, entry.context, entry.parameters) == ("Tiny", "mit", 2048, 100)
    assert entry.personal and entry.ram_bytes == path.stat().st_size + 2 * 2 * 16 * 2 * 2048 + 512 * 1024**2
    assert store.installed("my-model.q4") == path
    assert store.language_model()[0] == entry
    store.remove("my-model.q4")
    assert [e.name for e in store.catalogue() if e.personal] == []


def test_import_of_a_known_file_is_that_model(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "whatever.gguf").write_bytes(BIG)
    assert store.get(str(tmp_path / "whatever.gguf")) == store.folder / "big" / "big.gguf"
    assert store.language_model()[0].name == "big"


def test_another_file_of_the_same_name_gets_another_name(store: ModelStore, tmp_path: Path) -> None:
    first = store.get(write_gguf(tmp_path / "a" / "mine.gguf", 10))
    second = store.get(write_gguf(tmp_path / "b" / "mine.gguf", 20))
    assert first.parent.name == "mine" and second.parent.name.startswith("mine-")
    assert store.get(tmp_path / "a" / "mine.gguf") == first, "the same content again changes nothing"


def test_import_across_disks_copies(store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", no_links)
    path = store.get(write_gguf(tmp_path / "mine.gguf", 99))
    assert path.read_bytes() == gguf_bytes(99) and path.stat().st_nlink == 1


def test_an_import_goes_on_where_it_was_stopped(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr("desktop_app.models.install.BLOCK", 64)
    source = write_gguf(tmp_path / "mine.gguf", 99)
    stop = threading.Event()
    with pytest.raises(KnownError) as error:
        store.get(source, lambda progress: stop.set() if progress.stage.startswith("Copying") else None, stop)
    assert _code(error) is ErrorCode.CANCELLED
    (part,) = (store.folder / ".partial" / "mine.gguf").glob("*.incomplete")
    assert part.read_bytes() == gguf_bytes(99)[:64], "it is stopped after a block"
    monkeypatch.setattr("desktop_app.models.install.BLOCK", 1 << 20)
    part.write_bytes(b"x" * 64)
    with pytest.raises(KnownError) as error:
        store.get(source)
    assert _code(error) is ErrorCode.CHANGED_WHILE_READ, "what was there is not copied again, and is checked"
    assert store.get(source).read_bytes() == gguf_bytes(99)


def test_what_was_copied_of_an_import_is_thrown_away(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", no_links)
    stop = threading.Event()
    with pytest.raises(KnownError):
        store.get(
            write_gguf(tmp_path / "mine.gguf", 99),
            lambda p: stop.set() if p.stage.startswith("Copying") else None,
            stop,
        )
    assert (store.folder / ".partial" / "mine.gguf").exists()
    store.discard("mine.gguf")
    assert not (store.folder / ".partial" / "mine.gguf").exists()


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"PK\x03\x04 a zip", ErrorCode.UNSUPPORTED, "not a GGUF file"),
        (b"", ErrorCode.UNSUPPORTED, "not a GGUF file"),
        (gguf_bytes()[:-1], ErrorCode.MODEL_DAMAGED, "its header promises"),
        (gguf_bytes()[:200], ErrorCode.MODEL_DAMAGED, "it ends early"),
        (b"GGUF\x09" + gguf_bytes()[5:], ErrorCode.UNSUPPORTED, "version 9"),
        (gguf_bytes(general__architecture="bert"), ErrorCode.UNSUPPORTED, "writes no answers"),
        (gguf_bytes(split__count=3), ErrorCode.UNSUPPORTED, "one of 3 parts"),
    ],
)
def test_what_can_not_answer_is_refused(
    store: ModelStore, tmp_path: Path, content: bytes, code: ErrorCode, says: str
) -> None:
    (tmp_path / "file.gguf").write_bytes(content)
    with pytest.raises(KnownError, match=says) as error:
        store.get(tmp_path / "file.gguf")
    assert _code(error) is code
    assert not (store.folder / "file").exists()


def test_a_missing_file_is_named(store: ModelStore) -> None:
    with pytest.raises(KnownError) as error:
        store.get("./nowhere.gguf")
    assert _code(error) is ErrorCode.MISSING


@given(at=st.integers(0, len(SMALL) - 1), byte=st.integers(0, 255), cut=st.integers(0, len(SMALL)))
def test_a_garbled_header_never_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "garbled.gguf"
    path.write_bytes((SMALL[:at] + bytes([byte]) + SMALL[at + 1 :])[:cut])
    try:
        header = read_header(path)
    except KnownError:
        return
    assert header.end <= path.stat().st_size


def test_the_entry_survives_its_stamp(store: ModelStore, tmp_path: Path) -> None:
    store.get(write_gguf(tmp_path / "mine.gguf", 99))
    entry = store.entry("mine")
    again = ModelStore(tmp_path / "elsewhere", catalogue=tmp_path / "models.toml")
    assert again.entry("mine") == entry
