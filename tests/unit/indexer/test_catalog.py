from __future__ import annotations

import hashlib
import sqlite3
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.catalog import Catalog
from indexer.chunk_store import Replaced
from indexer.chunking import embedded_text
from indexer.database import Database
from indexer.errors import ErrorCode, KnownError, Problem
from indexer.migrations import CATALOG_STEPS, migrate
from indexer.protocol import GetChunks, ListDocuments
from indexer.types import Heading, Page
from tests.support.cut import ParagraphCutter, document
from tests.support.known_file import add_file


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    return made


def add(catalog: Catalog, path: str, *pages: str, title: str = "") -> int:
    document_id = add_file(catalog, path, "text")
    store(catalog, document_id, *pages, title=title)
    return document_id


def store(catalog: Catalog, document_id: int, *pages: str, title: str = "") -> Replaced:
    extracted = document(*pages, title=title)
    cutter = ParagraphCutter()
    return catalog.store(document_id, "00", cutter.version, extracted, cutter.chunk(extracted))


def found(catalog: Catalog, query: str) -> list[str]:
    ids = [chunk_id for chunk_id, _ in catalog.keywords.search(query, 10)]
    rows = catalog.chunks.hits(ids)
    return [rows[chunk_id].text for chunk_id in ids]


def test_what_is_stored_is_found_by_keyword(catalog: Catalog) -> None:
    add(catalog, "/docs/a.txt", "The heating was renewed.\n\nThe roof leaks.", "Moles dig.")
    assert found(catalog, "heated") == ["The heating was renewed."]
    assert found(catalog, "mole") == ["Moles dig."]
    assert found(catalog, "absent") == []


def test_chunks_are_listed_in_the_order_of_the_text(catalog: Catalog) -> None:
    document_id = add(catalog, "/docs/a.txt", "one fish\n\ntwo fowl", "red cow")
    add(catalog, "/docs/b.txt", "blue bird")
    first = catalog.chunks.waiting_of(document_id)[0].chunk_id
    catalog.chunks.mark_embedded([first])
    listed = catalog.chunks.listed(GetChunks(document_id))
    pages = {page.number: page.text for page in catalog.chunks.pages(document_id)}
    assert [pages[c.page][c.start : c.start + c.length] for c in listed.chunks] == ["one fish", "two fowl", "red cow"]
    assert (listed.total, listed.embedded) == (3, 1)
    assert [chunk.id for chunk in listed.chunks if chunk.embedded] == [first]
    rest = catalog.chunks.listed(GetChunks(document_id, offset=1, limit=1))
    assert rest.chunks == listed.chunks[1:2]
    assert catalog.chunks.listed(GetChunks(99)).total == 0


def test_a_change_replaces_only_what_changed(catalog: Catalog) -> None:
    document_id = add(catalog, "/docs/a.txt", "one fish\n\ntwo fowl\n\nred cow")
    before = {chunk.text: chunk.chunk_id for chunk in catalog.chunks.waiting(9)}
    catalog.chunks.mark_embedded(before.values())
    replaced = store(catalog, document_id, "zero ants\n\none fish\n\nred cow")
    assert (replaced.kept, replaced.added, replaced.removed) == (2, 1, (before["two fowl"],))
    assert [chunk.text for chunk in catalog.chunks.waiting(9)] == ["zero ants"]
    assert found(catalog, "fowl") == []
    assert found(catalog, "fish") == ["one fish"]
    assert found(catalog, "ants") == ["zero ants"]


def test_states_follow_the_vectors(catalog: Catalog) -> None:
    document_id = add(catalog, "/docs/a.txt", "one\n\ntwo")
    state = lambda: catalog.document(document_id).state  # noqa: E731
    assert state() == "keyword-ready"
    first, second = catalog.chunks.waiting(9)
    catalog.chunks.mark_embedded([first.chunk_id])
    assert state() == "keyword-ready"
    catalog.chunks.mark_embedded([second.chunk_id])
    assert state() == "indexed"
    catalog.chunks.unmark_embedded([second.chunk_id])
    assert state() == "keyword-ready"


def test_equal_content_has_a_twin_once_it_has_a_vector(catalog: Catalog) -> None:
    add(catalog, "/docs/a.txt", "same words")
    (first,) = catalog.chunks.waiting(9)
    assert catalog.chunks.twins([first.content_hash]) == {}
    catalog.chunks.mark_embedded([first.chunk_id])
    add(catalog, "/docs/b.txt", "same words")
    (second,) = catalog.chunks.waiting(9)
    assert catalog.chunks.twins([second.content_hash]) == {first.content_hash: first.chunk_id}


def test_a_removed_document_leaves_no_word(catalog: Catalog, tmp_path: Path) -> None:
    document_id = add(catalog, "/docs/a.txt", "the xylophone solo")
    removed = catalog.remove_document(document_id)
    assert len(removed) == 1
    assert found(catalog, "xylophone") == []
    assert catalog.chunks.counts() == (0, 0)
    with sqlite3.connect(tmp_path / "catalog.db") as connection:
        connection.execute("INSERT INTO keywords (keywords) VALUES ('integrity-check')")
    connection.close()


def test_a_new_title_is_found_and_the_old_one_is_not(catalog: Catalog) -> None:
    document_id = add(catalog, "/docs/a.txt", "text", title="Harvest")
    store(catalog, document_id, "text", title="Sowing")
    assert found(catalog, "harvest") == []
    assert found(catalog, "sowing") == ["text"]


def test_a_failure_keeps_text_that_was_read_unless_the_file_is_empty(catalog: Catalog) -> None:
    document_id = add(catalog, "/docs/a.txt", "precious")
    catalog.fail(document_id, Problem(ErrorCode.CORRUPT, "Broken.", "Mend it."))
    assert found(catalog, "precious") == ["precious"]
    assert catalog.document(document_id).state == "failed"
    assert [problem.code for problem in catalog.problems()] == ["corrupt"]
    catalog.fail(document_id, Problem(ErrorCode.EMPTY, "Empty.", "Nothing."))
    assert found(catalog, "precious") == []
    assert catalog.document(document_id).state == "skipped"


def test_an_offline_folder_shows_as_offline_and_still_answers(catalog: Catalog) -> None:
    document_id = add(catalog, "/docs/a.txt", "lighthouse")
    (root,) = catalog.roots()
    catalog.set_online(root, False, "")
    assert catalog.document(document_id).state == "offline"
    assert catalog.counts.by_state()["offline"] == 1
    assert found(catalog, "lighthouse") == ["lighthouse"]
    assert all(row.offline for row in catalog.chunks.hits([1]).values())
    assert catalog.coverage(None).offline == 1


def test_roots_never_nest(catalog: Catalog) -> None:
    add(catalog, "/docs/sub/a.txt", "text")
    catalog.add_root(Path("/docs/sub"), is_file=False, device="")
    assert [str(root.path) for root in catalog.roots()] == ["/docs"]
    catalog.add_root(Path("/"), is_file=False, device="")
    (root,) = catalog.roots()
    assert str(root.path) == "/"
    assert set(catalog.documents_of(root)) == {"/docs/sub/a.txt"}


def test_documents_are_listed_sorted_and_filtered(catalog: Catalog) -> None:
    add(catalog, "/docs/b.txt", "x\n\ny")
    add(catalog, "/docs/A.txt", "x")
    add(catalog, "/docs/100%_c.txt", "x", title="Über uns")
    names = lambda **q: [Path(d.path).name for d in catalog.list_documents(ListDocuments(**q)).documents]  # noqa: E731
    assert names() == ["100%_c.txt", "A.txt", "b.txt"]
    assert names(sort="chunks", descending=True)[0] == "b.txt"
    assert names(text="%_c") == ["100%_c.txt"]
    assert names(text="uns") == ["100%_c.txt"]
    assert names(state="failed") == []
    page = catalog.list_documents(ListDocuments(offset=1, limit=1))
    assert (page.total, len(page.documents)) == (3, 1)


def test_scopes_are_paths_not_prefixes(catalog: Catalog) -> None:
    inside = add(catalog, "/docs/tea/a.txt", "x")
    add(catalog, "/docs/teapot.txt", "x")
    assert catalog.ids_in_scope(["/docs/tea"]) == {inside}


LONG = "".join(chr(97 + n % 26) for n in range(100_000))


@given(st.lists(st.tuples(st.integers(0, 99_000), st.integers(1, 900)), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_spans_of_long_texts_are_exact(tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]]) -> None:
    catalog = Catalog(tmp_path_factory.mktemp("long") / "catalog.db")
    catalog.add_root(Path("/docs"), is_file=False, device="")
    document_id = add_file(catalog, "/docs/long.txt", "text")
    from indexer.types import ChunkSpan

    chunks = [ChunkSpan(None, start, length, "", LONG[start : start + length], f"{n:064x}")
              for n, (start, length) in enumerate(spans)]  # fmt: skip
    catalog.store(document_id, "00", "v", document(LONG), chunks)
    assert [chunk.text for chunk in catalog.chunks.waiting(9)] == [chunk.text for chunk in chunks]
    assert catalog.chunks.pages(document_id)[0].text == LONG
    catalog.close()


def test_every_step_can_be_taken_from_the_one_before(tmp_path: Path) -> None:
    for number in range(len(CATALOG_STEPS)):
        path = tmp_path / f"{number}.db"
        with sqlite3.connect(path) as connection:
            migrate(connection, CATALOG_STEPS[:number], path.name)
        connection.close()
        Catalog(path).close()


def insert_document(connection: sqlite3.Connection) -> None:
    """Document 1 of a library of any version."""
    connection.execute("INSERT INTO folders (path, is_file) VALUES ('/docs', 0)")
    connection.execute(
        "INSERT INTO documents (folder_id, path, kind, size, mtime_ns, inode, state) "
        "VALUES (1, '/docs/a.pdf', 'pdf', 5, 1, 1, 'indexed')"
    )


def test_stored_text_survives_its_move_to_packed_rows(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    packing = next(number for number, step in enumerate(CATALOG_STEPS) if "packed" in step)
    with sqlite3.connect(path) as connection:
        migrate(connection, CATALOG_STEPS[:packing], path.name)
        insert_document(connection)
        connection.execute(
            "INSERT INTO texts (document_id, page, start, length, label, headings, body, line) "
            "VALUES (1, 2, 0, 5, 'ii', '[[0, 1, \"Top\"]]', ?, 1)",
            (zlib.compress(b"Top\nx"),),
        )
    connection.close()
    catalog = Catalog(path)
    assert catalog.chunks.pages(1) == (Page(2, "ii", "Top\nx", (Heading(0, 1, "Top"),)),)
    catalog.close()


def test_a_newer_library_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute(f"PRAGMA user_version = {len(CATALOG_STEPS) + 1}")
    connection.close()
    with pytest.raises(KnownError) as caught:
        Catalog(tmp_path / "new.db")
    assert caught.value.problem.code is ErrorCode.NEWER_LIBRARY


def test_a_damaged_library_is_a_known_problem(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"this is no database" * 500)
    with pytest.raises(KnownError) as caught:
        Catalog(tmp_path / "bad.db")
    assert caught.value.problem.code is ErrorCode.LIBRARY_DAMAGED


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db", ("CREATE TABLE t (a);",))
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone()[0] == 0
    database.close()


def test_a_chunk_of_a_library_with_whole_hashes_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    halving = next(number for number, step in enumerate(CATALOG_STEPS) if "substr(hash" in step)
    extracted, cutter = document("one fish"), ParagraphCutter()
    (chunk,) = cutter.chunk(extracted)
    whole = hashlib.sha256(embedded_text("", "", "one fish").encode()).digest()
    with sqlite3.connect(path) as connection:
        migrate(connection, CATALOG_STEPS[:halving], path.name)
        insert_document(connection)
        connection.execute(
            "INSERT INTO chunks (document_id, page, start, length, heading, hash, embedded) "
            "VALUES (1, 1, 0, 8, '', ?, 1)",
            (whole,),
        )
    connection.close()
    catalog = Catalog(path)
    assert catalog.chunks.twins([chunk.content_hash]) == {chunk.content_hash: 1}
    catalog.close()


def test_space_that_became_free_goes_back_to_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    database = Database(path, ("CREATE TABLE t (a);",))
    with database.write() as connection:
        connection.executemany("INSERT INTO t VALUES (zeroblob(100000))", [()] * 100)
    assert not database.can_shrink
    with database.write() as connection:
        connection.execute("DELETE FROM t WHERE rowid > 10")
    assert database.can_shrink
    database.shrink()
    database.checkpoint()
    assert not database.can_shrink and path.stat().st_size < 2_000_000
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone()[0] == 10
    database.close()
