"""How well the retrieval finds, on question sets with gold: keywords alone, vectors alone, both.

Without the service: documents are read and chunked by the indexer's own code, keywords lie in memory with the same
tokenizer as the catalogue's. Run it as

    python -m tests.eval.eval_retrieval EVAL_FOLDER --sets squad2 aragog cranfield --model MODEL_FOLDER

`squad2` leaves out the fixed sample `questions.200.jsonl`, which is for reports; `squad2+` adds the distractors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.chunking import Chunker, embedded_text
from indexer.embedding import TransformerEmbedder, Vector, tokenizer_file
from indexer.normalise import searchable
from indexer.query import fold_words, keyword_query
from indexer.search import ChunkRow, Searcher
from indexer.types import EvidenceSentence, Extracted, Hit, Page


@dataclass(frozen=True)
class Question:
    text: str
    docs: frozenset[str]
    pages: frozenset[tuple[str, int]]
    passages: tuple[str, ...]
    answers: tuple[str, ...]
    gains: dict[str, float]


class MemoryCatalogue:
    """`KeywordIndex` and `ChunkReader` over SQLite in memory."""

    def __init__(self, rows: Sequence[ChunkRow]) -> None:
        self.rows = {row.chunk_id: row for row in rows}
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE k USING fts5 (heading, body, content = '', "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._database.executemany(
            "INSERT INTO k (rowid, heading, body) VALUES (?, ?, ?)",
            ((r.chunk_id, searchable(f"{r.title} {r.heading}"), searchable(r.text)) for r in rows),
        )

    def search(self, query: str, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        assert document_ids is None
        if not (match := keyword_query(query)):
            return []
        sql = "SELECT rowid, bm25(k, 2.0, 1.0) AS s FROM k WHERE k MATCH ? ORDER BY s LIMIT ?"
        return [(row, -score) for row, score in self._database.execute(sql, (match, k))]

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        found = {}
        for term in terms:
            sql = "SELECT count(*) FROM k WHERE k MATCH ?"
            (count,) = self._database.execute(sql, (keyword_query(term),)).fetchone()
            found[term] = math.log(1 + (len(self.rows) - count + 0.5) / (count + 0.5))
        return found

    def hits(self, chunk_ids: Sequence[int]) -> dict[int, ChunkRow]:
        return {chunk: self.rows[chunk] for chunk in chunk_ids if chunk in self.rows}


class NoKeywords(MemoryCatalogue):
    def search(self, *_: object) -> list[tuple[int, float]]:
        return []


class MatrixStore:
    """The two methods of a `VectorStore` that a search calls, over one matrix."""

    def __init__(self, vectors: Vector) -> None:
        self._vectors = vectors.astype(np.float16).astype(np.float32)

    def search(self, vector: Vector, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        assert document_ids is None
        cosines = self._vectors @ vector
        best = np.argsort(-cosines)[:k]
        return [(int(row), float(cosines[row])) for row in best]

    def get(self, chunk_ids: Collection[int]) -> dict[int, Vector]:
        return {chunk: self._vectors[chunk] for chunk in chunk_ids}


def lines_of(path: Path) -> list[str]:
    """Not `splitlines`, which also splits at line separators inside JSON strings."""
    return [line for line in path.read_text("utf-8").split("\n") if line]


def read_pdf(path: Path) -> list[Page]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return [Page(n, None, page.get_textpage().get_text_range()) for n, page in enumerate(document, 1)]


def chunked(documents: Iterator[tuple[str, str, list[Page]]], tokenizer: Path) -> tuple[list[ChunkRow], list[str]]:
    """Chunk rows with ids from 0, and what is embedded of each; `documents` are (file name, title, pages)."""
    chunker = Chunker(tokenizer)
    rows: list[ChunkRow] = []
    texts: list[str] = []
    for number, (name, title, pages) in enumerate(documents):
        kind = "pdf" if name.endswith(".pdf") else "text"
        for span in chunker.chunk(Extracted(title, "", "", kind, tuple(pages), "eval")):
            rows.append(
                ChunkRow(
                    len(rows), number, name, title, kind, span.page, None, span.start, span.length,
                    span.heading, span.text, span.content_hash, False, 0.0,
                )
            )  # fmt: skip
            texts.append(embedded_text(title, span.heading, span.text))
    return rows, texts


def load_folder(
    folder: Path, sample: int, distractors: bool
) -> tuple[Iterator[tuple[str, str, list[Page]]], list[Question]]:
    """A set in `docs/` and `questions.jsonl`; a random `sample` of the answerable questions."""

    def documents() -> Iterator[tuple[str, str, list[Page]]]:
        more = (folder / "docs_distractors").iterdir() if distractors else ()
        for path in sorted([*(folder / "docs").iterdir(), *more]):
            pages = read_pdf(path) if path.suffix == ".pdf" else [Page(None, None, path.read_text("utf-8"))]
            yield path.name, path.stem.replace("_", " "), pages

    lines = [json.loads(line) for line in lines_of(folder / "questions.jsonl")]
    kept_apart = folder / "questions.200.jsonl"
    apart = {json.loads(line)["id"] for line in lines_of(kept_apart)} if kept_apart.exists() else set()
    questions = [
        Question(
            line["question"],
            frozenset(gold["doc"] for gold in line["gold"]),
            frozenset((gold["doc"], gold["page"]) for gold in line["gold"] if gold["page"]),
            tuple(gold["passage"] for gold in line["gold"] if gold["passage"]),
            tuple(line["answers"]),
            {},
        )
        for line in lines
        if line["answerable"] and line["id"] not in apart
    ]
    random.Random(7).shuffle(questions)
    return documents(), questions[:sample]


def load_beir(folder: Path, sample: int) -> tuple[Iterator[tuple[str, str, list[Page]]], list[Question]]:
    def documents() -> Iterator[tuple[str, str, list[Page]]]:
        for line in lines_of(folder / "corpus.jsonl"):
            item = json.loads(line)
            yield item["_id"], "", [Page(None, None, f"{item['title']}\n\n{item['text']}".strip())]

    gains: dict[str, dict[str, float]] = {}
    for line in lines_of(folder / "qrels" / "test.tsv"):
        query, *_, doc, gain = line.split("\t")
        if re.fullmatch(r"[\d.]+", gain) and float(gain) > 0:
            gains.setdefault(query, {})[doc] = float(gain)
    lines = [json.loads(line) for line in lines_of(folder / "queries.jsonl")]
    questions = [
        Question(line["text"], frozenset(gains[line["_id"]]), frozenset(), (), (), gains[line["_id"]])
        for line in lines
        if line["_id"] in gains
    ]
    return documents(), questions[:sample]


def embedded(texts: list[str], embedder: TransformerEmbedder, cache: Path) -> Vector:
    digest = hashlib.sha256("\0".join([embedder.id, *texts]).encode("utf-8", "replace")).hexdigest()[:16]
    place = cache / f"{digest}.npy"
    if not place.exists():
        began = time.perf_counter()
        vectors = embedder.embed_documents(texts)
        print(f"  embedded {len(texts)} chunks, {len(texts) / (time.perf_counter() - began):.1f} a second")
        cache.mkdir(parents=True, exist_ok=True)
        np.save(place, vectors)
    return np.asarray(np.load(place), np.float32)


def plain(text: str) -> str:
    return " ".join(fold_words(text))


def trigrams(text: str) -> set[tuple[str, ...]]:
    words = fold_words(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def holds(question: Question, text: str) -> bool:
    """Whether a text in the gold document is the passage: half of the shorter one's trigrams, or a short answer."""
    grams = trigrams(text)
    for passage in question.passages:
        gold = trigrams(passage)
        if len(grams & gold) >= max(1, min(len(grams), len(gold)) / 2):
            return True
    return answers(question, text)


def answers(question: Question, text: str) -> bool:
    padded = f" {plain(text)} "
    return any(f" {plain(answer)} " in padded for answer in question.answers if len(answer) > 2)


def ndcg(question: Question, names: list[str], k: int = 10) -> float:
    ranked = list(dict.fromkeys(names))[:k]
    got = sum(question.gains.get(name, 0.0) / math.log2(n + 2) for n, name in enumerate(ranked))
    ideal = sum(g / math.log2(n + 2) for n, g in enumerate(sorted(question.gains.values(), reverse=True)[:k]))
    return got / ideal


Found = tuple[tuple[Hit, ...], tuple[EvidenceSentence, ...]]


def report(label: str, questions: list[Question], ask: Callable[[str], Found]) -> None:
    sums: dict[str, float] = {}
    times: list[float] = []

    def count(name: str, value: float) -> None:
        sums[name] = sums.get(name, 0.0) + value

    for question in questions:
        began = time.perf_counter()
        hits, evidence = ask(question.text)
        times.append(time.perf_counter() - began)
        if question.gains:
            count("nDCG@10", ndcg(question, [hit.path for hit in hits]))
            continue
        right_doc = [hit.path in question.docs for hit in hits]
        for k in (1, 5, 10):
            count(f"doc@{k}", any(right_doc[:k]))
        if question.pages:
            for k in (1, 5, 10):
                count(f"page@{k}", any((hit.path, hit.page) in question.pages for hit in hits[:k]))
        if question.passages:
            right = [ok and holds(question, hit.text) for ok, hit in zip(right_doc, hits, strict=True)]
            for k in (1, 5, 10):
                count(f"passage@{k}", any(right[:k]))
            count("MRR", next((1 / n for n, ok in enumerate(right, 1) if ok), 0.0))
            told = [s.path in question.docs and answers(question, s.text) for s in evidence]
            for k in (1, 3, 5):
                count(f"evidence@{k}", any(told[:k]))
    scores = "  ".join(f"{name} {value / len(questions):.3f}" for name, value in sums.items())
    print(f"  {label:9} {scores}  median {1000 * float(np.median(times)):.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=["squad2", "aragog", "cranfield"])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors between runs")
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--evidence", type=int, default=5)
    chosen = parser.parse_args()
    embedder = TransformerEmbedder(chosen.model, threads=1, cache_folder=chosen.cache)
    for name in chosen.sets:
        beir = (chosen.folder / "ir" / name).is_dir()
        if beir:
            documents, questions = load_beir(chosen.folder / "ir" / name, chosen.sample)
        else:
            folder = chosen.folder / name.rstrip("+")
            documents, questions = load_folder(folder, chosen.sample, name.endswith("+"))
        rows, texts = chunked(documents, tokenizer_file(chosen.model))
        print(f"{name}: {len(rows)} chunks, {len(questions)} questions")
        store = MatrixStore(embedded(texts, embedder, chosen.cache))
        both, alone = (
            Searcher(MemoryCatalogue(rows), MemoryCatalogue(rows)),
            Searcher(NoKeywords(rows), NoKeywords(rows)),
        )
        both.use_vectors(embedder, store)  # type: ignore[arg-type]
        alone.use_vectors(embedder, store)  # type: ignore[arg-type]
        k = 20 if beir else 10
        evidence = 0 if beir else chosen.evidence
        report("keywords", questions, lambda q, s=both, k=k, e=evidence: s.search(q, k, e, vectors=False))
        report("vectors", questions, lambda q, s=alone, k=k, e=evidence: s.search(q, k, e))
        report("both", questions, lambda q, s=both, k=k, e=evidence: s.search(q, k, e))


if __name__ == "__main__":
    main()
