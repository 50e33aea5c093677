"""How well the retrieval finds, on question sets with gold: keywords alone, vectors alone, both; and how it fails.

Without the service: documents are read and chunked by the indexer's own code into a catalogue that is kept in CACHE.
A set written NAME=HOME is searched in a copy of the library of that home instead. Run it as

    python -m tests.eval.eval_retrieval EVAL_FOLDER --sets squad2 financebench=HOME --model MODEL_FOLDER --cache CACHE

`squad2` leaves out the fixed sample `questions.200.jsonl`, which is for reports; `squad2+` adds the distractors.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from indexer.query import fold_words
from indexer.search import Searcher
from indexer.torch_embedder import TransformerEmbedder
from indexer.types import EvidenceSentence, Hit
from tests.eval.libraries import BEIR, Library, NoKeywords, Question, build, copy_of, questions_of, scratch_folder

Found = tuple[tuple[Hit, ...], tuple[EvidenceSentence, ...]]


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


def ndcg(question: Question, names: Sequence[str], k: int = 10) -> float:
    ranked = list(dict.fromkeys(names))[:k]
    got = sum(question.gains.get(name, 0.0) / math.log2(n + 2) for n, name in enumerate(ranked))
    ideal = sum(g / math.log2(n + 2) for n, g in enumerate(sorted(question.gains.values(), reverse=True)[:k]))
    return got / ideal


def measures(question: Question, hits: Sequence[Hit], evidence: Sequence[EvidenceSentence] = ()) -> dict[str, float]:
    """Of one question, each from 0 to 1."""
    names = [Path(hit.path).name for hit in hits]
    if question.gains:
        return {"nDCG@10": ndcg(question, names)}
    right_doc = [name in question.docs for name in names]
    found: dict[str, float] = {f"doc@{k}": any(right_doc[:k]) for k in (1, 5)}
    if question.pages:
        right = [(name, hit.page) in question.pages for name, hit in zip(names, hits, strict=True)]
        found |= {f"page@{k}": any(right[:k]) for k in (1, 5, 10)}
    elif question.passages:
        right = [ok and holds(question, hit.text) for ok, hit in zip(right_doc, hits, strict=True)]
        found |= {f"passage@{k}": any(right[:k]) for k in (1, 5)}
        found["MRR"] = next((1 / n for n, ok in enumerate(right, 1) if ok), 0.0)
        if evidence:
            told = [Path(s.path).name in question.docs and answers(question, s.text) for s in evidence]
            found |= {f"evidence@{k}": any(told[:k]) for k in (1, 3, 5)}
    return found


def failure(question: Question, hits: Sequence[Hit]) -> str:
    """Why the first five don't do, by kind; empty where they do."""
    first = [(Path(hit.path).name, hit.page) for hit in hits[:5]]
    if question.gains or any(place in question.pages for place in first):
        return ""
    if not any(name in question.docs for name, _ in first):
        return "document not found"
    if not question.pages:
        return ""
    gold = {page for name, page in question.pages if any(name == found for found, _ in first)}
    near = any(page is not None and any(abs(page - right) <= 1 for right in gold) for _, page in first)
    return "page not found, its neighbour was" if near else "page not found"


def report(label: str, questions: Sequence[Question], ask: Callable[[str], Found]) -> None:
    sums = Counter[str]()
    failures = Counter[str]()
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        hits, evidence = ask(question.text)
        times.append(time.perf_counter() - began)
        for name, value in measures(question, hits, evidence).items():
            sums[name] += value  # type: ignore[assignment]
        failures[failure(question, hits)] += 1
    scores = "  ".join(f"{name} {value / len(questions):.3f}" for name, value in sums.items())
    print(f"  {label:9} {scores}  median {1000 * float(np.median(times)):.0f} ms", flush=True)
    del failures[""]
    if failures:
        print("            " + ", ".join(f"{kind}: {count}" for kind, count in failures.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=["squad2", "aragog", "cranfield"], metavar="NAME[=HOME]")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="folder for catalogues and vectors between runs")
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--evidence", type=int, default=5)
    parser.add_argument("--sides", nargs="+", default=["keywords", "vectors", "both"])
    chosen = parser.parse_args()
    needs_vectors = chosen.sides != ["keywords"]
    embedder = TransformerEmbedder(chosen.model, lambda: 1, chosen.cache) if needs_vectors else None
    for entry in chosen.sets:
        name, _, home = entry.partition("=")
        questions = questions_of(chosen.folder, name, chosen.sample)
        library = (
            copy_of(Path(home), embedder, scratch_folder()) if home else build(chosen.folder, name, embedder, chosen)
        )
        print(f"{name}: {library.catalog.chunks.counts()[0]} chunks, {len(questions)} questions")
        for side in chosen.sides:
            report(side, questions, asker(library, side, 20 if name in BEIR else 10, chosen.evidence, name in BEIR))
        library.catalog.close()


def asker(library: Library, side: str, k: int, evidence: int, ranked_alone: bool) -> Callable[[str], Found]:
    """A search by keywords, by vectors or by both."""
    evidence = 0 if ranked_alone else evidence
    if side != "vectors":
        return lambda question: library.searcher.search(question, k, evidence, vectors=side == "both")
    catalog, sides = library.catalog, library.searcher.sides
    alone = Searcher(NoKeywords(catalog), catalog.chunks, catalog.names)  # type: ignore[arg-type]
    assert sides is not None
    alone.use_vectors(*sides)
    return lambda question: alone.search(question, k, evidence)


if __name__ == "__main__":
    main()
