"""The candidates of a search: what keywords and vectors find in everything, and within the documents that the
question names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from indexer.expansion import concepts_of
from indexer.features import Asked, Candidate, DocumentMatch
from indexer.naming import DocumentNames, Spoken, named, spoken_names
from indexer.overlap import bm25_bound
from indexer.periods import periods_of
from indexer.query import Query, fold_words, function_words, parse_query, stem, without_stars

if TYPE_CHECKING:
    from indexer.embedding import Embedder, Vector
    from indexer.store import VectorStore

DEPTH = 100  # candidates of each side
INSIDE = 60  # … within each document that is named
OTHERS = 40  # … by other words than those asked
_MOST_NAMED = 8  # documents that are searched for what else is asked
_ALONE = 4  # … each by itself, the others together
_LOOKED_AT = 60  # documents whose names are compared
_CLEARLY = 0.45  # how much must be named of a document to search it by itself
_NEARLY = 0.6  # … as a share of the one that is named most
_PERIOD = re.compile(r"(?:fy|cy|q|h)?\d{0,4}")


class KeywordIndex(Protocol):
    """The keyword side."""

    def search(self, query: str, k: int, document_ids: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The best `k` chunks as (chunk id, BM25, higher is better), best first; only of `document_ids` unless
        None."""

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How much each term tells, larger = rarer, like an inverse document frequency."""


class DocumentIndex(Protocol):
    """What documents are called."""

    def rarity(self, forms: Collection[str]) -> dict[str, float]:
        """From 0 to 1, how much a form tells one document from others; a form that names none is absent."""

    def find(self, forms: Sequence[str], limit: int, document_ids: Collection[int] | None = None) -> list[int]:
        """The documents whose names hold most of `forms`, best first; only of `document_ids` unless None."""

    def names(self, document_ids: Collection[int]) -> dict[int, DocumentNames]:
        """What these documents are called."""


@dataclass(frozen=True)
class Found:
    """What a search found before it is ranked. `rarity` weighs the terms and phrases of `query`; `cosines` is None
    where vectors were not asked."""

    query: Query
    asked: Asked
    rarity: Mapping[str, float]
    candidates: dict[int, Candidate]
    naming: Naming
    query_vector: Vector | None


class Naming:
    """Which documents a question names, and how far."""

    def __init__(self, question: Query, documents: DocumentIndex | None, scope: Collection[int] | None) -> None:
        self._documents = documents
        self._spoken: tuple[Spoken, ...] = spoken_names(question.text, question.language)
        self._periods = periods_of(question.text)
        self._rarity: dict[str, float] = {}
        self.matches: dict[int, DocumentMatch] = {}
        if documents is not None:
            self._rarity = documents.rarity({one.form for one in self._spoken})
            forms = [one.form for one in self._spoken if one.form in self._rarity]
            self._look_at(documents.find(list(dict.fromkeys(forms)), _LOOKED_AT, scope))

    def _look_at(self, document_ids: Collection[int]) -> None:
        if self._documents is None:
            return
        for document_id, names in self._documents.names(document_ids).items():
            fit = named(self._spoken, names, self._rarity)
            self.matches[document_id] = DocumentMatch(fit, periods=names.periods, opening_periods=names.opening_periods)

    def match_also(self, document_ids: Iterable[int]) -> None:
        """Compare these documents too, wherever they come from."""
        self._look_at([document for document in set(document_ids) if document not in self.matches])

    def clearly(self) -> list[int]:
        """The documents that the question names, those of an asked year or quarter first; empty where it names none,
        or too many to tell."""
        worth = {
            document: match.named.own_proper + match.named.own_any / 2 + match.named.opening_proper
            for document, match in self.matches.items()
        }
        least = max(2 * _CLEARLY, _NEARLY * max(worth.values(), default=0.0))
        chosen = [document for document, value in worth.items() if value >= least]

        def order(document: int) -> tuple[float, float]:
            match = self.matches[document]
            years = match.periods.years or match.opening_periods.years
            fits = bool(years & self._periods.years) + bool(match.periods.quarters & self._periods.quarters)
            return -fits, -worth[document]

        chosen = sorted(chosen, key=order)[:_MOST_NAMED]
        for document in chosen:
            self.matches[document] = replace(self.matches[document], clearly=True)
        return chosen

    def name_stems(self, document_ids: Collection[int]) -> frozenset[str]:
        """The question's words that name these documents."""
        if self._documents is None or not document_ids:
            return frozenset()
        known: set[str] = set()
        for names in self._documents.names(document_ids).values():
            known |= names.own | names.short
        positions = {at for one in self._spoken if one.form in known and one.proper for at in one.positions}
        return frozenset(one.form for one in self._spoken if len(one.positions) == 1 and one.positions[0] in positions)


def gather(
    question: str,
    depth: int,
    keywords: KeywordIndex,
    documents: DocumentIndex | None,
    sides: tuple[Embedder, VectorStore] | None,
    scope: Collection[int] | None,
) -> Found:
    """Search everything in `scope` (None: the library), then what the question names by itself."""
    query = parse_query(question)
    depth = max(DEPTH, depth)
    naming = Naming(query, documents, scope)
    inside = naming.clearly()
    if sides is None:
        asked, rarity, found = _ask_keywords(query, depth, keywords, scope, naming, inside)
        return Found(query, asked, rarity, found, naming, None)
    with ThreadPoolExecutor(1, "vectors") as beside:  # both sides spend their time outside of Python
        near = beside.submit(_ask_vectors, sides, question, depth, scope, inside)
        asked, rarity, found = _ask_keywords(query, depth, keywords, scope, naming, inside)
        vector, everywhere, within = near.result()
    for rank, (chunk, cosine) in enumerate(everywhere, 1):
        one = found.setdefault(chunk, Candidate(chunk))
        one.cosine_rank, one.cosine = rank, cosine
    for rank, (chunk, cosine) in enumerate(within, 1):
        one = found.setdefault(chunk, Candidate(chunk))
        one.inside_cosine_rank, one.cosine = rank, cosine
    missing = [chunk for chunk, one in found.items() if one.cosine is None]
    for chunk, other in sides[1].get(missing).items():
        found[chunk].cosine = float(other @ vector)
    return Found(query, asked, rarity, found, naming, vector)


def _ask_keywords(
    query: Query, depth: int, keywords: KeywordIndex, scope: Collection[int] | None, naming: Naming, inside: list[int]
) -> tuple[Asked, dict[str, float], dict[int, Candidate]]:
    """What has the question's words, in everything and in each document of `inside`."""
    question = query.text
    names = naming.name_stems(inside)
    written = _written_words(query)
    rarity = keywords.rarity([*query.terms, *query.phrases])
    stem_rarity = keywords.rarity([word for _, word in written])
    weights: dict[str, float] = {}
    for word_stem, word in written:
        weights[word_stem] = max(weights.get(word_stem, 0.0), stem_rarity[word])
    topic = {word: weight for word, weight in weights.items() if word not in names and not _PERIOD.fullmatch(word)}
    order = [word_stem for word_stem, _ in written if word_stem in topic]
    asked = Asked(
        question, weights, topic or weights, tuple(pairwise(order)), concepts_of(question),
        periods_of(question),
    )  # fmt: skip
    bound = bm25_bound(rarity.values()) or 1.0
    found: dict[int, Candidate] = {}

    def candidate(chunk: int) -> Candidate:
        return found.setdefault(chunk, Candidate(chunk))

    for rank, (chunk, score) in enumerate(keywords.search(question, depth, scope), 1):
        candidate(chunk).bm25_rank, candidate(chunk).bm25 = rank, min(1.0, score / bound)
    topic_words = " ".join(word for word_stem, word in written if word_stem in asked.topic)
    topic_bound = bm25_bound(stem_rarity[word] for word_stem, word in written if word_stem in asked.topic) or 1.0
    others = " ".join(f'"{text}"' for concept in asked.concepts for text in concept.texts)
    alone = [[document] for document in inside[:_ALONE]] + ([inside[_ALONE:]] if inside[_ALONE:] else [])
    for group in alone:
        for rank, (chunk, score) in enumerate(keywords.search(topic_words, INSIDE, group), 1):
            candidate(chunk).inside_rank, candidate(chunk).inside_bm25 = rank, min(1.0, score / topic_bound)
    if inside:  # how strong they are by the whole question, though others may be ahead of them
        for chunk, score in keywords.search(question, 4 * INSIDE, inside):
            if chunk in found:
                found[chunk].bm25 = min(1.0, score / bound)
    scopes: list[Collection[int] | None] = [*alone] or [scope]
    for within in scopes if others else ():
        best = 0.0
        for chunk, score in keywords.search(others, OTHERS, within):
            best = best or score
            candidate(chunk).other_bm25 = score / best if best else 0.0
    return asked, rarity, found


def _ask_vectors(
    sides: tuple[Embedder, VectorStore], question: str, depth: int, scope: Collection[int] | None, inside: list[int]
) -> tuple[Vector, list[tuple[int, float]], list[tuple[int, float]]]:
    """The question's vector, and what is near to it as (chunk id, cosine): in everything, and in `inside`."""
    embedder, store = sides
    vector = embedder.embed_query(without_stars(question))
    within = store.search(vector, 2 * INSIDE, inside) if inside else []
    return vector, store.search(vector, depth, scope), within


def _written_words(query: Query) -> list[tuple[str, str]]:
    """(stem, as written) of the question's content words; "R&D" is one."""
    stop = function_words(query.language)
    result = []
    for found in re.finditer(r"[^\W_]+(?:&[^\W_]+)*", query.text):
        written = found.group()
        folded = "".join(fold_words(written))
        if folded and folded not in stop:
            result.append((stem(folded), written))
    return result or [(stem(term), term) for term in query.terms]
