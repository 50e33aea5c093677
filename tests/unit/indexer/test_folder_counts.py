"""How many documents each folder holds: counted as they come, change, move and go."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.catalog import Catalog
from indexer.errors import ErrorCode, Problem
from indexer.migrations import CATALOG_STEPS, migrate
from indexer.protocol import ListDocuments, ListSubfolders
from indexer.types import Subfolder
from tests.support.known_file import add_file

BROKEN = Problem(ErrorCode.CORRUPT, "Broken.", "Mend it.")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    return made


def below(catalog: Catalog, *parents: str) -> tuple[Subfolder, ...]:
    return catalog.counts.subfolders(ListSubfolders(parents)).subfolders


def test_a_folder_opens_to_those_in_it_with_all_that_lies_below_them(catalog: Catalog) -> None:
    for path in ("/docs/a.txt", "/docs/tax/b.txt", "/docs/tax/2023/c.txt", "/docs/tax/2023/d.txt", "/docs/tax 2/e.txt"):
        add_file(catalog, path, "text")
    catalog.fail(add_file(catalog, "/docs/tax/2023/q1/f.txt", "text"), BROKEN)
    found = {one.path: one for one in below(catalog, "/docs", "/docs/tax", "/docs/tax 2", "/elsewhere")}
    assert found["/docs/tax"] == Subfolder("/docs/tax", "/docs", {"pending": 3, "failed": 1}, True)
    assert found["/docs/tax/2023"] == Subfolder("/docs/tax/2023", "/docs/tax", {"pending": 2, "failed": 1}, True)
    assert set(found) == {"/docs/tax", "/docs/tax 2", "/docs/tax/2023"}


def test_a_root_says_whether_it_can_be_opened(catalog: Catalog) -> None:
    add_file(catalog, "/docs/a.txt", "text")
    catalog.add_root(Path("/flat.txt"), is_file=True, device="")
    add_file(catalog, "/flat.txt", "text")
    assert [(folder.path, folder.nested) for folder in catalog.counts.folders()] == [
        ("/docs", False),
        ("/flat.txt", False),
    ]
    inner = add_file(catalog, "/docs/sub/b.txt", "text")
    assert [folder.nested for folder in catalog.counts.folders()] == [True, False]
    catalog.remove_document(inner)
    assert [folder.nested for folder in catalog.counts.folders()] == [False, False]


def test_a_drive_that_is_away_makes_all_of_it_offline(catalog: Catalog) -> None:
    add_file(catalog, "/docs/sub/a.txt", "text")
    (root,) = catalog.roots()
    catalog.set_online(root, False, "")
    assert below(catalog, "/docs") == (Subfolder("/docs/sub", "/docs", {"offline": 1}, False),)


def test_the_documents_of_one_folder_are_listed(catalog: Catalog) -> None:
    for path in ("/docs/a.txt", "/docs/tax/b.txt", "/docs/tax/2023/c.txt", "/docs/tax2/d.txt"):
        add_file(catalog, path, "text")
    listed = catalog.list_documents(ListDocuments(below="/docs/tax"))
    assert [Path(one.path).name for one in listed.documents] == ["c.txt", "b.txt"]
    assert listed.total == 2
    assert catalog.list_documents(ListDocuments(below="/docs/tax/b.txt")).total == 1
    assert catalog.list_documents(ListDocuments(below="/docs", text="2023")).total == 1


_PLACES = st.sampled_from(["/docs/a.txt", "/docs/x/a.txt", "/docs/x/y/a.txt", "/docs/z/a.txt", "/docs/x/b.txt"])
_STEPS = st.lists(st.tuples(st.sampled_from(["add", "fail", "go", "move", "again"]), _PLACES, _PLACES), max_size=25)


@settings(max_examples=15, deadline=None)
@given(_STEPS)
def test_the_counts_are_those_of_the_documents_whatever_happened(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]]
) -> None:
    catalog = Catalog(tmp_path_factory.mktemp("counts") / "catalog.db")
    catalog.add_root(Path("/docs"), is_file=False, device="")
    for step, path, other in steps:
        if step == "add":
            add_file(catalog, path, "text")
        with catalog.database.write() as connection:
            if step == "move":
                connection.execute("UPDATE OR IGNORE documents SET path = ? WHERE path = ?", (other, path))
            elif step == "go":
                connection.execute("DELETE FROM documents WHERE path = ?", (path,))
            elif step != "add":
                state = "failed" if step == "fail" else "pending"
                connection.execute("UPDATE documents SET state = ? WHERE path = ?", (state, path))
    with catalog.database.read() as connection:
        wanted = Counter(
            (f"{PurePosixPath(path).parent}/", state)
            for path, state in connection.execute("SELECT path, state FROM documents")
        )
        kept = {
            (path, state): n
            for path, state, n in connection.execute("SELECT path, state, documents FROM folder_counts")
        }
    assert kept == dict(wanted)
    catalog.close()


def test_a_library_of_before_is_counted_once(tmp_path: Path) -> None:
    counting = next(number for number, step in enumerate(CATALOG_STEPS) if "folder_counts" in step)
    with sqlite3.connect(tmp_path / "catalog.db") as connection:
        migrate(connection, CATALOG_STEPS[:counting], "catalog.db")
        connection.execute("INSERT INTO folders (path, is_file) VALUES ('/docs', 0)")
        connection.executemany(
            "INSERT INTO documents (folder_id, path, kind, size, mtime_ns, inode, state) "
            "VALUES (1, ?, 'text', 1, 1, 1, ?)",
            [("/docs/a.txt", "indexed"), ("/docs/x/b.txt", "indexed"), ("/docs/x/c.txt", "failed")],
        )
    connection.close()
    catalog = Catalog(tmp_path / "catalog.db")
    assert below(catalog, "/docs") == (Subfolder("/docs/x", "/docs", {"failed": 1, "indexed": 1}, False),)
    assert catalog.counts.by_state()["indexed"] == 2
    catalog.close()


def test_a_hundred_thousand_documents_are_counted_in_a_moment(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.db")
    catalog.add_root(Path("/docs"), is_file=False, device="")
    with catalog.database.write() as connection:
        connection.executemany(
            "INSERT INTO folder_counts VALUES (1, ?, ?, 7)",
            [(f"/docs/{n % 50}/{n}/", state) for n in range(5_000) for state in ("indexed", "pending", "failed")],
        )
    began = time.thread_time()
    top = below(catalog, "/docs")
    took = time.thread_time() - began
    assert (len(top), sum(sum(one.counts.values()) for one in top)) == (50, 105_000)
    assert took < 0.5, f"{took:.3f} s"
    catalog.close()
