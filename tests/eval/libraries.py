"""Question sets with gold, and the libraries they are asked of: built once from a set's documents, or a library that
`footnote` made, of which a copy is read."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from indexer.catalog import Catalog
from indexer.chunking import Chunker, embedded_text
from indexer.embedding import Vector, tokenizer_file
from indexer.search import Searcher
from indexer.store import LanceStore
from indexer.torch_embedder import TransformerEmbedder
from indexer.types import Extracted, Page
from tests.support.known_file import add_file

BEIR = ("cranfield", "cisi", "npl_vaswani")
Documents = Iterator[tuple[str, list[Page]]]


@dataclass(frozen=True)
class Question:
    """`gains` grade the documents of sets that are judged by a ranking of documents; `group` names what questions
    have in common, so that they are not fitted and tested on the same."""

    text: str
    docs: frozenset[str]
    pages: frozenset[tuple[str, int]]
    passages: tuple[str, ...]
    answers: tuple[str, ...]
    gains: dict[str, float]
    group: str


@dataclass(frozen=True)
class Library:
    """A library to search; `vectors` says whether it has them."""

    catalog: Catalog
    searcher: Searcher
    vectors: bool


class NoKeywords:
    """A keyword side that finds nothing, to see what vectors do alone."""

    def __init__(self, catalog: Catalog) -> None:
        self.rarity = catalog.keywords.rarity

    def search(self, *_: object) -> list[tuple[int, float]]:
        return []


class MatrixStore:
    """The two methods of a `VectorStore` that a search calls, over one matrix."""

    def __init__(self, chunk_ids: list[int], document_ids: list[int], vectors: Vector) -> None:
        self._ids, self._documents = np.array(chunk_ids), np.array(document_ids)
        self._vectors = vectors.astype(np.float16).astype(np.float32)
        self._rows = {chunk: row for row, chunk in enumerate(chunk_ids)}

    def search(self, vector: Vector, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        cosines = self._vectors @ vector
        if document_ids is not None:
            cosines[~np.isin(self._documents, list(document_ids))] = -2.0
        best = np.argsort(-cosines)[:k]
        return [(int(self._ids[row]), float(cosines[row])) for row in best if cosines[row] > -2.0]

    def get(self, chunk_ids: Collection[int]) -> dict[int, Vector]:
        return {chunk: self._vectors[self._rows[chunk]] for chunk in chunk_ids if chunk in self._rows}


class Sides(Protocol):
    """What every set is embedded with, and where its vectors are kept between runs."""

    model: Path
    cache: Path


def build(folder: Path, name: str, embedder: TransformerEmbedder | None, sides: Sides) -> Library:
    """The library of a set, from `cache` if it was built before; without an embedder for keywords alone."""
    place = sides.cache / name.rstrip("+") / f"catalog{'+' if name.endswith('+') else ''}.db"
    fresh = not place.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(place)
    if fresh:
        _fill(catalog, documents_of(folder, name), Chunker(tokenizer_file(sides.model)))
    searcher = Searcher(catalog.keywords, catalog.chunks, catalog.names)
    if embedder is not None:
        searcher.use_vectors(embedder, _embedded(catalog, embedder, sides.cache))  # type: ignore[arg-type]
    return Library(catalog, searcher, embedder is not None)


def copy_of(home: Path, embedder: TransformerEmbedder | None, scratch: Path) -> Library:
    """What lies in a home now; the original is only read."""
    library = home / "library"
    place = scratch / "catalog.db"
    with sqlite3.connect(f"file:{library / 'catalog.db'}?mode=ro", uri=True) as source, sqlite3.connect(place) as copy:
        source.backup(copy)
    catalog = Catalog(place)
    searcher = Searcher(catalog.keywords, catalog.chunks, catalog.names)
    if embedder is not None:
        shutil.copytree(library / "vectors.lance", scratch / "vectors.lance")
        searcher.use_vectors(embedder, LanceStore(str(scratch / "vectors.lance"), embedder.id, embedder.dimension))
    return Library(catalog, searcher, embedder is not None)


def scratch_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="footnote-eval-"))


def documents_of(folder: Path, name: str) -> Documents:
    """(file name, pages) of a set; `+` adds the distractors."""
    if name in BEIR:
        for line in lines_of(folder / "ir" / name / "corpus.jsonl"):
            item = json.loads(line)
            yield item["_id"] + ".txt", [Page(None, None, f"{item['title']}\n\n{item['text']}".strip())]
        return
    base = folder / name.rstrip("+")
    more = (base / "docs_distractors").iterdir() if name.endswith("+") else ()
    for path in sorted([*(base / "docs").iterdir(), *more]):
        yield path.name, _read_pdf(path) if path.suffix == ".pdf" else [Page(None, None, path.read_text("utf-8"))]


def questions_of(folder: Path, name: str, sample: int) -> list[Question]:
    """A fixed random sample of a set's answerable questions, without those that are kept for reports."""
    questions = _judged(folder / "ir" / name) if name in BEIR else _answered(folder / name.rstrip("+"))
    random.Random(7).shuffle(questions)
    return questions[:sample]


def _answered(folder: Path) -> list[Question]:
    kept_apart = folder / "questions.200.jsonl"
    apart = {json.loads(line)["id"] for line in lines_of(kept_apart)} if kept_apart.exists() else set()
    return [
        Question(
            line["question"],
            frozenset(gold["doc"] for gold in line["gold"]),
            frozenset((gold["doc"], gold["page"]) for gold in line["gold"] if gold["page"]),
            tuple(gold["passage"] for gold in line["gold"] if gold["passage"]),
            tuple(line["answers"]),
            {},
            re.split(r"[_.\d]", line["gold"][0]["doc"])[0] or line["gold"][0]["doc"],
        )
        for line in map(json.loads, lines_of(folder / "questions.jsonl"))
        if line["answerable"] and line["id"] not in apart
    ]


def _judged(folder: Path) -> list[Question]:
    gains: dict[str, dict[str, float]] = {}
    for line in lines_of(folder / "qrels" / "test.tsv"):
        query, *_, doc, gain = line.split("\t")
        if re.fullmatch(r"[\d.]+", gain) and float(gain) > 0:
            gains.setdefault(query, {})[doc + ".txt"] = float(gain)
    return [
        Question(
            line["text"], frozenset(gains[line["_id"]]), frozenset(), (), (), gains[line["_id"]], line["_id"]
        )
        for line in map(json.loads, lines_of(folder / "queries.jsonl"))
        if line["_id"] in gains
    ]  # fmt: skip


def lines_of(path: Path) -> list[str]:
    """Not `splitlines`, which also splits at line separators inside JSON strings."""
    return [line for line in path.read_text("utf-8").split("\n") if line]


def _read_pdf(path: Path) -> list[Page]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return [Page(n, None, page.get_textpage().get_text_range()) for n, page in enumerate(document, 1)]


def _fill(catalog: Catalog, documents: Documents, chunker: Chunker) -> None:
    catalog.add_root(Path("/documents"), is_file=False, device="")
    for name, pages in documents:
        kind = "pdf" if name.endswith(".pdf") else "text"
        extracted = Extracted("", "", "", kind, tuple(pages), "eval")
        document = add_file(catalog, f"/documents/{name}", kind)
        catalog.store(document, "", chunker.version, extracted, chunker.chunk(extracted))


def _embedded(catalog: Catalog, embedder: TransformerEmbedder, cache: Path) -> MatrixStore:
    with catalog.database.read() as connection:
        places = connection.execute("SELECT id, document_id FROM chunks ORDER BY id").fetchall()
    chunk_ids = [place["id"] for place in places]
    texts = []
    for first in range(0, len(chunk_ids), 2_000):
        part = chunk_ids[first : first + 2_000]
        rows = catalog.chunks.hits(part)
        texts += [embedded_text(rows[chunk].title, rows[chunk].heading, rows[chunk].text) for chunk in part]
    digest = hashlib.sha256("\0".join([embedder.id, *texts]).encode("utf-8", "replace")).hexdigest()[:16]
    kept = cache / f"{digest}.npy"
    if not kept.exists():
        began = time.perf_counter()
        np.save(kept, embedder.embed_documents(texts))
        print(f"  embedded {len(texts)} chunks, {len(texts) / (time.perf_counter() - began):.1f} a second")
    return MatrixStore(chunk_ids, [place["document_id"] for place in places], np.asarray(np.load(kept), np.float32))
