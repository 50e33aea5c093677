"""The index of document names follows the catalogue through every change."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.catalog import Catalog, Fingerprint
from indexer.database import Database
from indexer.inventory import Inventory
from indexer.migrations import CATALOG_STEPS
from indexer.moves import Plan, Target
from indexer.query import stem
from indexer.walk import Found
from tests.support.cut import ParagraphCutter, document
from tests.support.known_file import add_file


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    return made


def store(catalog: Catalog, path: str, text: str, title: str = "") -> int:
    (root,) = catalog.roots()
    known = catalog.documents_of(root).get(path)
    document_id = known.id if known else add_file(catalog, path, "text")
    extracted, cutter = document(text, title=title), ParagraphCutter()
    catalog.store(document_id, "00", cutter.version, extracted, cutter.chunk(extracted))
    return document_id


def test_a_document_is_found_by_file_folder_title_and_opening(catalog: Catalog) -> None:
    one = store(catalog, "/docs/Acme/lease.txt", "Between Miller and Baker", title="Rental agreement")
    store(catalog, "/docs/other.txt", "Nothing")
    for form in ("lease", "acme", "rental", "miller"):
        assert catalog.names.find([stem(form)], 5) == [one]
    assert catalog.names.find(["absent"], 5) == catalog.names.find([], 5) == []
    assert catalog.names.find([stem("docs")], 1) and catalog.names.find([stem("lease")], 5, [one + 1]) == []


def test_a_rare_name_tells_more(catalog: Catalog) -> None:
    for number in range(5):
        store(catalog, f"/docs/report_{number}.txt", "text")
    store(catalog, "/docs/orion.txt", "text")
    rarity = catalog.names.rarity(["orion", "report", "absent"])
    assert 0 < rarity["report"] < rarity["orion"] <= 1 and "absent" not in rarity


def test_names_follow_a_new_reading_a_move_and_a_removal(catalog: Catalog) -> None:
    one = store(catalog, "/docs/draft.txt", "Miller")
    store(catalog, "/docs/draft.txt", "Baker")
    assert catalog.names.find(["miller"], 5) == [] and catalog.names.find(["baker"], 5) == [one]
    (root,) = catalog.roots()
    known = catalog.documents_of(root)["/docs/draft.txt"]
    target = Target(root.id, Found("/docs/final.txt", "text", Fingerprint(1, 2, 3)))
    Inventory(catalog).apply(Plan(moved=[(known, target)]))
    assert catalog.names.find(["draft"], 5) == [] and catalog.names.find(["final"], 5) == [one]
    catalog.remove_document(one)
    assert catalog.names.find(["final"], 5) == [] and catalog.names.names([one]) == {}


def test_a_library_of_before_learns_its_names(tmp_path: Path) -> None:
    place = tmp_path / "catalog.db"
    before = next(at for at, step in enumerate(CATALOG_STEPS) if "unnamed" in step)
    database = Database(place, CATALOG_STEPS[:before])
    with database.write() as connection:
        connection.execute("INSERT INTO folders (id, path, is_file) VALUES (1, '/docs', 0)")
        connection.execute(
            "INSERT INTO documents (id, folder_id, path, kind, size, mtime_ns, inode, state, chunks) "
            "VALUES (7, 1, '/docs/lease.txt', 'text', 1, 2, 3, 'indexed', 1)"
        )
    database.close()
    catalog = Catalog(place)
    assert catalog.names.find([stem("lease")], 5) == [7]
    catalog.close()


def test_what_was_deleted_leaves_no_trace(catalog: Catalog, tmp_path: Path) -> None:
    one = store(catalog, "/docs/zanzibar.txt", "Quetzalcoatl")
    catalog.remove_document(one)
    assert catalog.purge()
    catalog.close()
    data = (tmp_path / "catalog.db").read_bytes()
    assert b"zanzibar" not in data and b"quetzalcoatl" not in data


def test_filters_see_every_document(catalog: Catalog) -> None:
    store(catalog, "/docs/Acme/lease.txt", "text", title="Lease")
    (listed,) = catalog.names.listed()
    assert (listed.folders, listed.title, listed.kind) == (("docs", "Acme"), "Lease", "text")


def test_a_word_of_the_person_is_no_operator(catalog: Catalog) -> None:
    one = store(catalog, "/docs/NEAR.txt", "text")
    assert catalog.names.find(["near", "or", "not"], 5) == [one]


def test_storing_a_document_costs_the_same_however_many_there_are(catalog: Catalog) -> None:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    def steps_of(path: str) -> int:
        nonlocal steps
        with catalog.database.write() as connection:
            connection.set_progress_handler(count, 10)
        steps = 0
        store(catalog, path, "A heron was seen.")
        return steps

    steps_of("/docs/first.txt")
    of_few = steps_of("/docs/second.txt")
    for number in range(1000):
        add_file(catalog, f"/docs/{number:04}.txt", "text")
        if number % 50 == 0:
            store(catalog, f"/docs/{number:04}.txt", f"Heron {number} was seen.")
    assert of_few > 20
    assert steps_of("/docs/last.txt") < 2 * of_few
