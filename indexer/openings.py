"""The openings of documents among the first hits of a question about a document itself (see `about`).

Who wrote a document, its title and its date stand at its beginning, and rarely share a word with the question. Any
other question's hits stay as they were ranked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from indexer.about import AboutDocument
from indexer.naming import Spoken, name_words, spoken_names
from indexer.overlap import overlaps

if TYPE_CHECKING:
    from indexer.candidates import DocumentIndex
    from indexer.search import ChunkReader, ChunkRow

    Ranked = list[tuple[ChunkRow, float]]

_PLACES = 3  # of the first hits, so many may be openings
_EACH = 2  # chunks of one document: a title page may be longer than a chunk
_STRONGEST = 2  # documents, where the question names none
_LOOKED_AT = 60  # documents whose names are compared
_MOST_NAMED = 12  # documents of one name whose files are compared


@dataclass(frozen=True)
class _Meant:
    """The documents that are meant, the likeliest first; `surely`: the question leaves no doubt that it asks about
    them."""

    documents: tuple[int, ...]
    surely: bool


def openings_first(
    asked: AboutDocument,
    ranked: Ranked,
    k: int,
    chunks: ChunkReader,
    documents: DocumentIndex | None,
    scope: Collection[int] | None,
) -> Ranked:
    """`ranked` with the opening chunks of the documents that are meant among the first three, the `k` first of all.

    They come first where the question surely asks about them, else behind the best hit, which it may have been about.
    They take the score of the hit whose place they take.
    """
    if not ranked:
        return ranked
    by_document = list(dict.fromkeys(row.document_id for row, _ in ranked))
    meant = _meant(asked, by_document, documents, scope)
    if meant is None:
        return ranked
    ids = chunks.openings(meant.documents, _EACH)
    live = chunks.hits(ids)
    rows = _likeliest([live[chunk] for chunk in ids if chunk in live], meant, asked, by_document)
    before = ranked[: 0 if meant.surely else 1]
    opening = [row for row in rows if not any(overlaps(row, other) for other, _ in before)]
    opening = opening[: _PLACES - len(before)]
    score = ranked[len(before)][1] if len(ranked) > len(before) else ranked[-1][1]
    rest = [item for item in ranked[len(before) :] if not any(overlaps(item[0], row) for row in opening)]
    return [*before, *((row, score) for row in opening), *rest][:k]


def _meant(
    asked: AboutDocument, by_document: Sequence[int], documents: DocumentIndex | None, scope: Collection[int] | None
) -> _Meant | None:
    """None where the question names something that is no document of the library."""
    if scope is not None and len(scope) == 1 and not asked.only_by_name:
        return _Meant(tuple(scope), True)
    called = _called(asked, documents, scope) if documents is not None else []
    if called is None or (not called and asked.only_by_name):
        return None
    if called:
        return _Meant(tuple(called), not asked.only_by_name)
    return _Meant(tuple(by_document[:_STRONGEST]), False)


def _called(asked: AboutDocument, documents: DocumentIndex, scope: Collection[int] | None) -> list[int] | None:
    """The documents that go by the name in the question, those that hold most of it in their own names first; None
    where it names something else."""
    spoken = _spoken(asked)
    known = documents.rarity({one.form for one in spoken})
    proper = {at for one in spoken for at in one.positions if len(one.positions) == 1 and one.proper}
    every = {at for one in spoken for at in one.positions}
    wanted = every if asked.only_by_name or not asked.words else proper or every
    if not wanted:
        return []
    forms = list(dict.fromkeys(one.form for one in spoken if one.form in known))
    fitting: list[tuple[int, int]] = []
    for document, names in documents.names(documents.find(forms, _LOOKED_AT, scope)).items():
        own = _covered(spoken, names.own | names.short)
        opening = frozenset() if asked.only_by_name or not asked.words else _covered(spoken, names.opening)
        if wanted & own and wanted <= own | opening:
            fitting.append((len(wanted & own), document))
    if not fitting and asked.words and asked.language == "en" and not proper <= _covered(spoken, frozenset(known)):
        return None  # German writes every noun with a capital
    return [document for _, document in sorted(fitting, key=lambda item: -item[0])][:_MOST_NAMED]


def _spoken(asked: AboutDocument) -> tuple[Spoken, ...]:
    # Behind another word, so that a capital at its beginning tells a name.
    return spoken_names(f"of {asked.words or asked.noun}", asked.language)


def _covered(spoken: Sequence[Spoken], names: frozenset[str]) -> frozenset[int]:
    return frozenset(at for one in spoken if one.form in names for at in one.positions)


def _likeliest(
    rows: Sequence[ChunkRow], meant: _Meant, asked: AboutDocument, by_document: Sequence[int]
) -> list[ChunkRow]:
    """The opening of the document that is called so before of those whose title has the name somewhere; of several
    that can't be told apart one chunk each."""
    spoken = _spoken(asked)

    forms = {one.form for one in spoken}

    def order(row: ChunkRow) -> tuple[int, int]:
        file = _covered(spoken, frozenset(name_words(PurePath(row.path).stem)))
        title = next((at for at, word in enumerate(name_words(row.title)) if word in forms), 1_000)
        return -len(file), title

    def found(document: int) -> int:
        return by_document.index(document) if document in by_document else len(by_document)

    first = {row.document_id: row for row in reversed(rows)}
    if not first:
        return []
    least = min(map(order, first.values()))
    best = [document for document in meant.documents if document in first and order(first[document]) == least]
    if len(best) == 1:
        return [row for row in rows if row.document_id == best[0]]
    return [first[document] for document in sorted(best, key=found)]
