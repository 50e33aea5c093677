"""The opening of the document that a question is about, among the first hits; nothing moves for other questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import search
from indexer.catalog import Catalog
from indexer.search import Searcher
from indexer.types import Hit
from tests.support.cut import ParagraphCutter, document
from tests.support.known_file import add_file

BODY = [f"We wrote the model of the paper anew, and the author published run {n}." for n in range(12)]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    add(made, "/docs/bert.txt", "Jane Roe, John Doe", "October 2018", *BODY)
    add(made, "/docs/roberta.txt", "Max Muster", "We train BERT longer.", *BODY)
    add(made, "/docs/distilbert.txt", "Eva Beispiel", "A smaller BERT.", *BODY, title="A distilled version of BERT")
    add(made, "/docs/history.txt", "On machines", "The first computer program was written by Ada Lovelace.", *BODY)
    return made


def add(catalog: Catalog, path: str, *paragraphs: str, title: str = "") -> int:
    document_id = add_file(catalog, path, "text")
    extracted, cutter = document("\n\n".join(paragraphs), title=title), ParagraphCutter()
    catalog.store(document_id, "00", cutter.version, extracted, cutter.chunk(extracted))
    return document_id


def hits(catalog: Catalog, question: str, k: int = 10, scope: list[int] | None = None) -> tuple[Hit, ...]:
    searcher = Searcher(catalog.keywords, catalog.chunks, catalog.names)
    return searcher.search(question, k, document_ids=scope, vectors=False)[0]


def texts(catalog: Catalog, question: str, k: int = 10) -> list[str]:
    return [hit.text for hit in hits(catalog, question, k)]


def as_ranked(catalog: Catalog, question: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Hit, ...]:
    with monkeypatch.context() as patch:
        patch.setattr(search, "about_document", lambda _: None)
        return hits(catalog, question)


@pytest.mark.parametrize(
    "question", ["Who wrote the BERT paper?", "When was the bert paper published?", "Wer hat das BERT-Paper verfasst?"]
)
def test_the_opening_of_the_document_that_is_called_so_goes_first(catalog: Catalog, question: str) -> None:
    assert texts(catalog, question)[:2] == ["Jane Roe, John Doe", "October 2018"]


def test_a_name_alone_goes_behind_the_best_hit(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "Who are the authors of BERT?"
    best, *_ = as_ranked(catalog, question, monkeypatch)
    first, *others = hits(catalog, question)
    assert first == best
    assert [hit.text for hit in others[:2]] == ["Jane Roe, John Doe", "October 2018"]


def test_without_a_name_the_strongest_documents_open_behind_the_best_hit(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Who wrote the paper?"
    best, *_ = as_ranked(catalog, question, monkeypatch)
    first, second, *_ = hits(catalog, question)
    assert first == best
    assert (second.document_id, second.start) == (best.document_id, 0)


def test_the_only_document_in_scope_is_the_one_that_is_meant(catalog: Catalog) -> None:
    (history,) = {hit.document_id for hit in hits(catalog, "Ada Lovelace")}
    first, *_ = hits(catalog, "Who is the author?", scope=[history])
    assert (first.document_id, first.start) == (history, 0)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the first computer program?",
        "Who wrote the Warren report?",  # no document of the library
        "Who published the model?",
        "Who wrote Moby Dick?",
        "model paper author",
    ],
)
def test_other_questions_are_ranked_as_before(catalog: Catalog, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hits(catalog, question) == as_ranked(catalog, question, monkeypatch) != ()


@pytest.mark.parametrize("k", [1, 2, 10])
def test_hits_stay_in_order_and_distinct(catalog: Catalog, k: int) -> None:
    found = hits(catalog, "Who wrote the BERT paper?", k)
    assert len(found) == k
    assert [hit.rank for hit in found] == list(range(1, k + 1))
    assert len({hit.chunk_id for hit in found}) == k
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
