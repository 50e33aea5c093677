"""Documents and vectors through the stages, with a store and an embedder in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog import Known
from indexer.pipeline import Outcome, Pipeline, Read
from indexer.reading import Job, prepare
from indexer.scan import Scanner
from indexer.types import ChunkSpan, Extracted
from tests.support.cut import ParagraphCutter
from tests.support.direct_reader import DirectReader
from tests.support.fake_embedder import FakeEmbedder
from tests.support.fake_store import FakeStore
from tests.support.watched import watched


class Bench:
    """A catalogue over a folder, and a pipeline that has an embedder."""

    def __init__(self, base: Path) -> None:
        self.catalog, self.docs = watched(base)
        self.embedder, self.store = FakeEmbedder(32), FakeStore(32)
        self.pipeline = Pipeline(self.catalog, ParagraphCutter())
        self.pipeline.embedder, self.pipeline.store = self.embedder, self.store

    def write(self, name: str, text: str) -> None:
        path = self.docs / name
        path.write_text(text)
        os.utime(path, (1_700_000_000, 1_700_000_000))

    def read(self) -> list[Read]:
        """Scan, and read whatever is to be read."""
        self.pipeline.drop_vectors(Scanner(self.catalog).scan().removed_chunks)
        done = []
        while (document := self.catalog.next_pending()) is not None:
            done.append(self.pipeline.keep(prepare(Job(document, self.docs), DirectReader(), 1_000_000)))
            self.pipeline.drop_vectors(done[-1].removed_chunks)
        return done

    def embed(self) -> int:
        embedded = 0
        while (done := self.pipeline.embed_block(lambda: True)).embedded or done.reused:
            embedded += done.embedded
        return embedded

    def known(self) -> Known:
        (document,) = self.catalog.documents_of(self.catalog.roots()[0]).values()
        return document


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.catalog.close()


def test_from_a_file_to_its_vectors(bench: Bench) -> None:
    bench.write("a.txt", "One.\n\nTwo.\n\nOne.")
    assert [read.outcome for read in bench.read()] == [Outcome.INDEXED]
    assert bench.pipeline.can_embed
    assert bench.embed() == 2, "the same paragraph is embedded once"
    assert bench.store.chunk_ids() == bench.catalog.chunks.embedded_ids() == bench.catalog.chunks.ids()
    assert not bench.pipeline.can_embed


def test_what_was_opened_last_goes_first(bench: Bench) -> None:
    bench.write("a.txt", "Alpha.")
    bench.write("b.txt", "Beta.")
    bench.read()
    by_name = {Path(d.path).name: d.id for d in bench.catalog.documents_of(bench.catalog.roots()[0]).values()}
    for name in ("a.txt", "b.txt", "a.txt"):
        bench.catalog.note_opened(by_name[name])
        assert bench.catalog.chunks.waiting(1)[0].document_id == by_name[name]
        bench.catalog.set_pending(by_name[name])
    first = bench.catalog.next_pending()
    assert first is not None and Path(first.path).name == "a.txt"


class WholeCutter(ParagraphCutter):
    """Another chunker: a page is a chunk."""

    version = "whole/1"

    def chunk(self, extracted: Extracted) -> list[ChunkSpan]:
        return [
            ChunkSpan(page.number, 0, len(page.text), "", page.text, f"{hash(page.text) % 2**64:064x}")
            for page in extracted.pages
        ]


def test_old_chunks_answer_until_the_new_ones_have_their_vectors(bench: Bench) -> None:
    bench.write("a.txt", "One.\n\nTwo.")
    bench.read()
    bench.embed()
    before = bench.store.chunk_ids()
    bench.pipeline.cutter = WholeCutter()
    document = bench.catalog.stale_chunker(WholeCutter.version)
    assert document is not None
    assert bench.pipeline.cut_anew(document, lambda: False) is None
    assert bench.store.chunk_ids() == before == bench.catalog.chunks.embedded_ids()
    done = bench.pipeline.cut_anew(document, lambda: True)
    assert done is not None and (done.embedded, done.reused) == (1, 0)
    assert not bench.pipeline.can_embed and not bench.store.chunk_ids() & before
    assert bench.known().state == "indexed"
    assert bench.catalog.stale_chunker(WholeCutter.version) is None


def test_a_cut_that_was_broken_off_is_not_embedded_twice(bench: Bench) -> None:
    bench.write("a.txt", "\n\n".join(f"Paragraph {n}." for n in range(40)))
    bench.read()
    bench.pipeline.cutter = type("Other", (ParagraphCutter,), {"version": "paragraphs/2"})()
    bench.store.rows.clear()
    document = bench.catalog.stale_chunker("paragraphs/2")
    assert document is not None
    looks = iter([True, False])
    assert bench.pipeline.cut_anew(document, lambda: next(looks)) is None
    done = bench.pipeline.cut_anew(document, lambda: True)
    assert done is not None and done.embedded == 40
    assert sum(count for kind, count in bench.embedder.calls if kind == "documents") == 40


def test_after_a_crash_vectors_and_chunks_agree(bench: Bench) -> None:
    bench.write("a.txt", "One.\n\nTwo.\n\nThree.")
    bench.read()
    bench.embed()
    one, two, _three = sorted(bench.store.chunk_ids())
    bench.catalog.chunks.unmark_embedded([one])  # written, but the mark was lost
    bench.store.delete_chunks([two])  # marked, but the vector was lost
    bench.store.add([99], [1], bench.store.rows[one][1][None, :])  # of a chunk that is gone
    bench.pipeline.reconcile()
    assert bench.catalog.chunks.ids() - bench.catalog.chunks.embedded_ids() == {two}
    assert bench.known().state == "keyword-ready"
    assert bench.embed() == 1
    assert bench.store.chunk_ids() == bench.catalog.chunks.ids()


def test_while_other_vectors_answer_documents_keep_their_state(bench: Bench) -> None:
    bench.write("a.txt", "One.\n\nTwo.")
    bench.read()
    bench.embed()
    answering, bench.pipeline.answering = bench.store, bench.store
    bench.store = bench.pipeline.store = FakeStore(32)
    bench.pipeline.reconcile()
    assert bench.known().state == "indexed" and bench.pipeline.can_embed
    bench.write("a.txt", "One. And more of it.")
    bench.read()
    assert answering.chunk_ids() == set(), "what is deleted leaves both"
    assert bench.embed() == 1


def test_deleted_text_leaves_every_file_of_the_catalogue(bench: Bench, tmp_path: Path) -> None:
    bench.write("a.txt", "The quokka sleeps in Rottnest.")
    bench.write("b.txt", "Something else altogether.")
    bench.read()
    with bench.catalog.database.read() as connection:
        bodies = [bytes(row["body"]) for row in connection.execute("SELECT body FROM texts ORDER BY document_id")]
    bench.catalog.database.checkpoint()
    (bench.docs / "a.txt").unlink()

    def found(needle: bytes) -> bool:
        return any(needle in path.read_bytes() for path in tmp_path.glob("catalog.db*"))

    assert found(b"quokka") and all(map(found, bodies))
    bench.read()
    assert bench.pipeline.purge()
    assert not found(b"quokka") and not found(b"rottnest") and not found(b"a.txt")
    assert sorted(map(found, bodies)) == [False, True]
