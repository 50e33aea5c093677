"""Which documents a question names, and what is gathered within them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.candidates import Naming, gather
from indexer.catalog import Catalog
from indexer.query import parse_query
from indexer.search import Searcher
from tests.support.cut import ParagraphCutter, document
from tests.support.known_file import add_file

FILLER = "The annual meeting of the board took place in spring and approved the report."


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    return made


def add(catalog: Catalog, path: str, *paragraphs: str, title: str = "") -> int:
    document_id = add_file(catalog, path, "text")
    extracted, cutter = document("\n\n".join(paragraphs), title=title), ParagraphCutter()
    catalog.store(document_id, "00", cutter.version, extracted, cutter.chunk(extracted))
    return document_id


def filings(catalog: Catalog) -> dict[str, int]:
    return {
        f"{name}_{year}": add(catalog, f"/docs/{name}_{year}_10K.txt", FILLER, "Total assets rose.")
        for name in ("AMERICANEXPRESS", "BESTBUY", "PEPSICO")
        for year in (2020, 2021, 2022)
    }


def named_first(catalog: Catalog, question: str) -> list[int]:
    return Naming(parse_query(question), catalog.names, None).clearly()


@pytest.mark.parametrize("question", ["Best Buy's total assets in 2021?", "total assets of best buy in fiscal 2021"])
def test_the_named_document_of_the_named_year_goes_first(catalog: Catalog, question: str) -> None:
    ids = filings(catalog)
    first, *others = named_first(catalog, question)
    assert first == ids["BESTBUY_2021"] and set(others) == {ids["BESTBUY_2020"], ids["BESTBUY_2022"]}
    hits, _ = Searcher(catalog.keywords, catalog.chunks, catalog.names).search(question, 3, vectors=False)
    assert hits[0].document_id == ids["BESTBUY_2021"]


def test_a_year_alone_names_no_document(catalog: Catalog) -> None:
    filings(catalog)
    assert named_first(catalog, "Which total assets rose in 2021?") == []


def test_a_scope_holds_for_named_documents_too(catalog: Catalog) -> None:
    ids = filings(catalog)
    found = gather("Best Buy assets", 10, catalog.keywords, catalog.names, None, {ids["PEPSICO_2020"]})
    rows = catalog.chunks.hits(list(found.candidates))
    assert {row.document_id for row in rows.values()} == {ids["PEPSICO_2020"]}


def test_what_a_named_document_says_is_found_among_many_others(catalog: Catalog) -> None:
    for number in range(150):
        add(catalog, f"/docs/note_{number}.txt", f"Rent of number {number} is due.")
    lease = add(catalog, "/docs/Acme lease.txt", FILLER, FILLER + " The yearly rent is due in May.")
    hits, _ = Searcher(catalog.keywords, catalog.chunks, catalog.names).search(
        "What rent does the lease with Acme ask?", 3, vectors=False
    )
    assert hits[0].document_id == lease and "May" in hits[0].text


def test_other_words_find_what_the_question_does_not_say(catalog: Catalog) -> None:
    add(catalog, "/docs/a.txt", FILLER)
    right = add(catalog, "/docs/b.txt", "Purchases of property, plant and equipment came to 1,577 million.")
    hits, _ = Searcher(catalog.keywords, catalog.chunks, catalog.names).search("How much capex?", 3, vectors=False)
    assert hits[0].document_id == right
