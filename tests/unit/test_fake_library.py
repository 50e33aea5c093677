"""The fake library keeps the promises of the real one that tests rely on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop_app.services import Library
from indexer import protocol as p
from indexer.errors import ErrorCode, FootnoteError, known
from indexer.types import DocumentProblem, DocumentState, Progress
from tests.support.fake_library import FakeLibrary


@pytest.fixture
def library() -> FakeLibrary:
    made = FakeLibrary(
        {"/d/acme.pdf": ["Acme pays. It was signed.", "Page two."], "/d/fruit.txt": "Bananas are yellow."}
    )
    made.put(
        "/e/broken.docx",
        state=DocumentState.FAILED,
        problem=("corrupt", "It can't be read.", "Open it in Word."),
        retryable=True,
    )
    return made


def test_it_is_a_library(library: FakeLibrary) -> None:
    typed: Library = library
    assert typed.status().documents["indexed"] == 2


def test_hits_and_evidence_are_exact(library: FakeLibrary) -> None:
    reply = library.search(p.Search("What colour are bananas?"))
    assert reply.hits[0].path == "/d/fruit.txt"
    assert [hit.rank for hit in reply.hits] == list(range(1, len(reply.hits) + 1))
    for one in (*reply.hits, *reply.evidence):
        (page,) = library.text(one.document_id, one.page).pages
        assert one.text == page.text[one.start : one.start + one.length]


def test_a_scope_limits_the_search(library: FakeLibrary) -> None:
    assert library.search(p.Search("bananas", scope=("/e",))).hits == ()
    assert library.search(p.Search("bananas", scope=("/d/fruit.txt",))).coverage.searched == 1


def test_documents_are_filtered_sorted_and_cut(library: FakeLibrary) -> None:
    names = [Path(document.path).name for document in library.documents(p.ListDocuments()).documents]
    assert names == ["acme.pdf", "broken.docx", "fruit.txt"]
    listed = library.documents(p.ListDocuments(state="indexed", sort="size", descending=True, limit=1))
    assert [document.kind for document in listed.documents] == ["pdf"]
    assert listed.total == 2
    assert library.documents(p.ListDocuments(text="FRUIT")).total == 1
    with pytest.raises(FootnoteError):
        library.documents(p.ListDocuments(sort="colour"))


def test_folders_have_counts_and_can_go(library: FakeLibrary) -> None:
    assert [folder.path for folder in library.folders()] == ["/d", "/e"]
    assert library.folders()[1].counts["failed"] == 1
    assert [folder.path for folder in library.remove_folders([Path("/d")])] == ["/e"]
    assert library.search(p.Search("bananas")).hits == ()


def test_problems_are_reported(library: FakeLibrary) -> None:
    (problem,) = library.status().problems
    assert problem == DocumentProblem("/e/broken.docx", "corrupt", "It can't be read.", "Open it in Word.")


def test_sync_tells_progress_then_reports(library: FakeLibrary) -> None:
    *progress, report = library.sync()
    assert all(isinstance(step, Progress) for step in progress)
    assert isinstance(report, p.IndexReport)
    assert report.documents.indexed == 2


def test_changes_reach_every_listener_until_it_is_closed(library: FakeLibrary) -> None:
    heard: list[list[object]] = [[], []]
    ready = threading.Barrier(3)

    def listen(into: list[object]) -> None:
        changes = library.changes()
        ready.wait(10)
        into.extend(changes)

    threads = [threading.Thread(target=listen, args=(into,)) for into in heard]
    for thread in threads:
        thread.start()
    ready.wait(10)
    while len(library.calls_of("changes")) < 2 or len(library._listeners) < 2:
        assert any(thread.is_alive() for thread in threads)
    library.push(p.FoldersChanged())
    library.close()
    for thread in threads:
        thread.join(10)
    assert heard == [[p.FoldersChanged()], [p.FoldersChanged()]]


def test_calls_are_recorded_and_can_fail(library: FakeLibrary) -> None:
    library.fail_next("lease", known(ErrorCode.PROCESS_DIED, "Gone.", "Try again."))
    with pytest.raises(FootnoteError):
        library.lease(30)
    library.lease(0)
    assert library.calls_of("lease") == [30, 0]
    assert library.leases == [0]


def test_without_vectors_only_words_are_searched() -> None:
    library = FakeLibrary({"/a.txt": "Bananas are yellow."}, vectors=False)
    reply = library.search(p.Search("bananas"))
    assert not reply.vectors
    assert reply.hits[0].similarity is None
    assert library.embed(["x"]) == ()


def test_a_document_that_is_gone_is_said_to_be(library: FakeLibrary) -> None:
    with pytest.raises(FootnoteError) as caught:
        library.text(99)
    assert caught.value.problem.code is ErrorCode.MISSING
