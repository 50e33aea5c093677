"""The indexer as its clients see it: a real service on real folders."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_app.compose import connect_library
from indexer import protocol as p
from indexer import runstate
from indexer.catalog import Catalog
from indexer.channel import EXIT_LOCKED
from indexer.client import IndexerClient
from indexer.config import Settings, library_folder, load_settings, models_folder, save_settings
from indexer.errors import ErrorCode, KnownError
from indexer.extract import ocr
from tests.support.live import (
    check_sound,
    eventually,
    found,
    kill_service,
    live_library,
    needs_embedder,
    service_pid,
    synced,
)
from tests.support.make_documents import WORDS, make_pdf

pytestmark = [pytest.mark.e2e, needs_embedder]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "roof.txt").write_text("The slate roof of the boathouse was renewed in 2019.")
    (docs / "garden.md").write_text("# Garden\n\nThe compost heap stands behind the greenhouse.\n")
    (docs / "empty.txt").touch()
    (docs / "broken.pdf").write_bytes(b"%PDF-1.7\nthis ends too soon")
    past = time.time() - 60
    for path in docs.iterdir():
        os.utime(path, (past, past))
    return docs


@pytest.fixture
def library(own_home: Path, folder: Path) -> Iterator[IndexerClient]:
    with live_library(own_home) as connected:
        connected.add_folders([folder])
        yield connected


@pytest.mark.skipif(ocr.is_installed(), reason="what it says is gone once text is recognized")
def test_pages_that_are_pictures_are_named_and_the_others_found(library: IndexerClient, folder: Path) -> None:
    make_pdf(folder / "survey.pdf", [[WORDS], [], [WORDS]], picture=True)
    synced(library)
    (problem,) = [problem for problem in library.status().problems if problem.path.endswith("survey.pdf")]
    assert problem.message == "1 of 3 pages of survey.pdf is a picture; the other pages can be searched."
    assert "footnote[ocr]" in problem.action
    (document,) = library.documents(p.ListDocuments(text="survey")).documents
    assert (document.state, document.problem_message) == ("indexed", problem.message)
    assert set(found(library, "granite")) == {"survey.pdf"}


def test_from_folder_to_passage(library: IndexerClient) -> None:
    report = synced(library)
    assert report.documents.indexed + report.documents.failed + report.documents.skipped <= 4
    assert report.keyword_ready_seconds <= report.seconds
    status = library.status()
    assert status.documents["indexed"] == 2
    assert {(Path(problem.path).name, problem.code) for problem in status.problems} == {
        ("empty.txt", "empty"),
        ("broken.pdf", "corrupt"),
    }
    assert all(problem.message and problem.action for problem in status.problems)
    reply = library.search(p.Search("Where is the compost?"))
    assert reply.vectors
    best = reply.hits[0]
    assert Path(best.path).name == "garden.md"
    (page,) = library.text(best.document_id).pages
    assert page.text[best.start : best.start + best.length] == best.text
    sentence = reply.evidence[0]
    assert page.text[sentence.start : sentence.start + sentence.length] == sentence.text
    assert "compost heap" in sentence.text
    again = synced(library)
    assert (again.documents.indexed, again.chunks.embedded) == (0, 0)


def test_what_changes_is_found_within_seconds(library: IndexerClient, folder: Path) -> None:
    """The machine may be slow, so the deadline here is generous; tests/bench measures."""
    synced(library)
    (folder / "new.txt").write_text("A heron nests by the canal.")
    eventually(lambda: found(library, "heron") == ["new.txt"])
    (folder / "roof.txt").write_text("The copper roof of the boathouse was renewed in 2023.")
    eventually(lambda: found(library, "copper roof") == ["roof.txt"] and not found(library, "slate"))
    (folder / "new.txt").rename(folder / "bird.txt")
    eventually(lambda: found(library, "heron") == ["bird.txt"])
    (folder / "bird.txt").unlink()
    eventually(lambda: not found(library, "heron"))


def test_a_rename_embeds_nothing_and_a_copy_shares_its_vectors(library: IndexerClient, folder: Path) -> None:
    synced(library)
    (folder / "garden.md").rename(folder / "yard.md")
    assert synced(library).chunks.embedded == 0
    (folder / "copy.md").write_bytes((folder / "yard.md").read_bytes())
    past = time.time() - 30
    os.utime(folder / "copy.md", (past, past))
    report = synced(library)
    assert (report.chunks.embedded, report.documents.indexed) == (0, 1)
    assert report.chunks.reused > 0


def test_an_unplugged_folder_still_answers(library: IndexerClient, folder: Path) -> None:
    synced(library)
    away = folder.rename(folder.with_name("away"))
    eventually(lambda: not library.folders()[0].online)
    reply = library.search(p.Search("compost"))
    assert reply.hits[0].offline
    assert reply.coverage.offline == 4
    away.rename(folder)
    eventually(lambda: library.folders()[0].online)
    assert synced(library).chunks.embedded == 0


def test_removing_a_folder_forgets_its_text(library: IndexerClient, folder: Path, own_home: Path) -> None:
    synced(library)
    assert library.remove_folders([folder]) == ()
    assert not library.search(p.Search("compost")).hits
    library.shutdown()
    eventually(lambda: service_pid(own_home, "indexer") is None)
    assert check_sound(own_home) == {}


def test_removed_text_is_in_no_file_of_the_library(
    library: IndexerClient, folder: Path, own_home: Path, tmp_path: Path
) -> None:
    """The stored text is packed, so its packed form is looked for too; the keyword index holds words as they are."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "stays.txt").write_text("The heron stays.")
    (folder / "berries.txt").write_text("A quokkaberry is no fruit.")
    library.add_folders([other])
    synced(library)
    catalog = Catalog(library_folder(own_home) / "catalog.db")
    with catalog.database.read() as connection:
        packed = [bytes(row[0]) for row in connection.execute("SELECT body FROM texts")]
    catalog.close()

    def where(needle: bytes) -> list[str]:
        files = [path for path in own_home.rglob("*") if path.is_file()]
        return [path.name for path in files if needle in path.read_bytes()]

    assert len(packed) == 4 and where(b"quokkaberri") and all(map(where, packed))
    library.remove_folders([folder])
    eventually(lambda: not any(map(where, (b"quokkaberri", bytes(folder), b"berries.txt"))))
    assert sorted(bool(where(body)) for body in packed) == [False, False, False, True]
    assert found(library, "heron") == ["stays.txt"]


def test_pause_holds_until_resumed(library: IndexerClient, folder: Path) -> None:
    synced(library)
    library.set_paused(True)
    eventually(lambda: library.status().progress.activity.phase == "paused")
    (folder / "late.txt").write_text("An otter was seen.")
    eventually(lambda: library.status().documents["pending"] == 1)
    assert not found(library, "otter")
    library.set_paused(False)
    eventually(lambda: found(library, "otter"))


def test_unknown_paths_are_refused_with_a_remedy(library: IndexerClient, tmp_path: Path) -> None:
    for ask in (library.add_folders, library.remove_folders):
        with pytest.raises(KnownError) as caught:
            ask([tmp_path / "nowhere"])
        assert caught.value.problem.code is ErrorCode.MISSING
        assert "nowhere" in caught.value.problem.message


def test_a_path_that_is_left_out_is_refused_with_the_reason(library: IndexerClient, folder: Path) -> None:
    (folder / ".footnoteignore").write_text("*.md\n")
    with pytest.raises(KnownError) as caught:
        library.add_folders([folder / "garden.md", folder / "roof.txt"])
    assert caught.value.problem.code is ErrorCode.LEFT_OUT
    assert "`*.md`" in caught.value.problem.message and ".footnoteignore" in caught.value.problem.action
    assert [each.path for each in library.folders()] == [str(folder)]


def test_patterns_count_at_once(library: IndexerClient, own_home: Path) -> None:
    eventually(lambda: found(library, "compost") == ["garden.md"])
    save_settings(own_home, replace(load_settings(own_home), ignore=("*.md",)))
    eventually(lambda: found(library, "compost") == [])
    save_settings(own_home, replace(load_settings(own_home), ignore=()))
    eventually(lambda: found(library, "compost") == ["garden.md"])


def test_how_large_a_file_may_be_counts_at_once(library: IndexerClient, own_home: Path, folder: Path) -> None:
    (folder / "log.txt").write_text("The otter came at dawn.\n" + "\n" * 1_200_000)
    eventually(lambda: found(library, "otter") == ["log.txt"])
    save_settings(own_home, replace(load_settings(own_home), max_file_mb=1))
    eventually(lambda: found(library, "otter") == [])
    assert "too-large" in [problem.code for problem in library.status().problems]
    save_settings(own_home, replace(load_settings(own_home), max_file_mb=2))
    eventually(lambda: found(library, "otter") == ["log.txt"])


def test_another_embedder_counts_at_once(own_home: Path, folder: Path, tmp_path: Path) -> None:
    installed = models_folder(load_settings(own_home)) / Settings().embedder
    models = tmp_path / "models"
    for name in ("one", "other"):
        shutil.copytree(installed, models / name)
    settings = replace(load_settings(own_home), models_folder=str(models), embedder="one", threads=1)
    save_settings(own_home, settings)
    with live_library(own_home) as library:
        library.add_folders([folder])
        synced(library)
        pid, (first,) = library.status().pid, (library_folder(own_home) / "vectors.lance").iterdir()
        save_settings(own_home, replace(settings, embedder="other", threads=2))
        eventually(lambda: library.status().embedder == "other")
        eventually(lambda: len(list((library_folder(own_home) / "vectors.lance").iterdir())) == 2)
        assert library.search(p.Search("Where is the compost?")).vectors, "the old vectors answer meanwhile"
        eventually(lambda: library.status().documents["indexed"] == 2)
        eventually(lambda: not first.exists(), seconds=60)
        status = library.status()
        assert (status.pid, status.chunks_embedded) == (pid, status.chunks)
        reply = library.search(p.Search("Where is the compost?"))
        assert reply.vectors and reply.hits[0].similarity is not None


def test_an_empty_library_answers_without_loading_a_model(own_home: Path) -> None:
    with live_library(own_home) as library:
        assert library.search(p.Search("Where is the compost?")).hits == ()
        assert not library.status().embedder_ready


def test_two_clients_share_one_service(library: IndexerClient, own_home: Path) -> None:
    other = connect_library(own_home)
    assert other.status().pid == library.status().pid
    other.close()
    command = [sys.executable, "-m", "indexer", "--home", str(own_home)]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == EXIT_LOCKED


def test_changes_are_told(library: IndexerClient, folder: Path) -> None:
    synced(library)
    changes = library.changes()
    assert next(changes).documents_total == 4  # type: ignore[union-attr]
    (folder / "new.txt").write_text("News.")
    assert any(isinstance(change, p.DocumentsChanged) for change, _ in zip(changes, range(50), strict=False))


def test_the_service_ends_when_idle_and_alone(own_home: Path) -> None:
    command = [sys.executable, "-m", "indexer", "--home", str(own_home), "--idle-seconds", "0.5"]
    assert subprocess.run(command, capture_output=True, timeout=90).returncode == 0


def test_no_process_of_it_can_reach_the_network(library: IndexerClient, folder: Path) -> None:
    synced(library)
    (folder / "new.txt").write_text("News.")
    synced(library)  # a reader that has nothing to read ends after a while: this one has just read
    service = psutil.Process(library.status().pid)
    family = [service, *service.children(recursive=True)]
    assert len(family) >= 2  # the service and a reader
    for process in family:
        assert process.net_connections("inet") == []
        if sys.platform == "linux":
            status = Path(f"/proc/{process.pid}/status").read_text()
            assert "Seccomp:\t2" in status  # the kernel's filter; tests/e2e/test_sandbox.py tries to get around it


def test_killed_at_random_moments_the_library_is_sound(own_home: Path, tmp_path: Path) -> None:
    docs = tmp_path / "many"
    docs.mkdir()
    past = time.time() - 60
    for number in range(60):
        path = docs / f"{number}.txt"
        path.write_text(
            "\n\n".join(f"Paragraph {n} of document {number} is about topic {n * number}." for n in range(9))
        )
        os.utime(path, (past, past))
    chance = random.Random(7)
    with live_library(own_home) as library:
        library.add_folders([docs])
        for _ in range(4):
            library.folders()
            time.sleep(chance.uniform(0.05, 2.5))
            kill_service(own_home, "indexer")
            runstate.end(own_home, "indexer")  # or the third death would make it wait a minute
            with contextlib.suppress(KnownError):  # the lost connection, where it was not noticed yet
                library.folders()
        synced(library)
        library.shutdown()
        eventually(lambda: service_pid(own_home, "indexer") is None)
    texts = check_sound(own_home)
    assert set(texts) == {str(path) for path in docs.iterdir()}
    for path, chunks in texts.items():
        assert all(chunk in Path(path).read_text() for chunk in chunks)
        assert len(chunks) == len(set(chunks))
