"""Documents compared: the same question is put to each, a row of findings for each, then what is the same and what
differs in a sentence or two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from desktop_app.answering.events import Event, Receipt, Surveying, Unreadable
from desktop_app.answering.passages import merge_hits
from desktop_app.answering.spots import Spot
from desktop_app.answering.survey.draft import Draft, clean
from desktop_app.answering.survey.inquiry import Comparison
from desktop_app.answering.survey.resolve import named_documents
from desktop_app.answering.survey.sections import prose
from desktop_app.answering.survey.writer import Writer
from desktop_app.answering.text import STOP_WORDS, fold, stem, stems
from desktop_app.assets import asset
from indexer.protocol import Search, SearchReply, Survey, SurveyReply
from indexer.types import Document, EvidenceSentence

_SECONDS = 60.0  # of writing
_MOST_DOCUMENTS = 8
_HITS, _EVIDENCE = 6, 4
_QUOTE = 220
_TOKENS = 90
_LEAST_COVERAGE = 0.2  # of what is asked; a sentence with less says nothing of it
_LEAST_SIMILARITY = 0.3
_MOST_SENTENCES = 2  # that a row quotes
_WORD = re.compile(r"[^\W_]+")
_ASKING = frozenset(
    map(stem, ("compare", "contrast", "difference", "differ", "vergleiche", "same", "different", "comparison"))
)

Find = Callable[[Search], SearchReply]


def compare(
    question: str,
    comparison: Comparison,
    ask: Callable[[Survey], SurveyReply],
    find: Find,
    writer: Writer,
    draft: Draft,
) -> Iterator[Event | Receipt]:
    """Nothing where fewer than two documents are meant for certain."""
    documents, failed = _documents(comparison, ask)
    if len(documents) < 2:
        return
    query = _aspect(question, documents)
    rows: list[tuple[Document, list[EvidenceSentence], SearchReply]] = []
    for number, document in enumerate(documents, 1):
        if writer.stopped.is_set():
            break
        yield Surveying(number, len(documents), "documents")
        reply = find(Search(query, _HITS, _EVIDENCE, (document.path,)))
        rows.append((document, _speaking(reply.evidence), reply))
    if not any(found for _, found, _ in rows):
        return
    yield from draft.plain("| Document | What it says |\n|---|---|\n")
    for document, found, _ in rows:
        name = f"**{clean(PurePath(document.path).name)}**"
        if not found:
            yield from draft.fact(f"| {name} | nothing found on this |\n")
            continue
        said = " … ".join(clean(prose(one.text), _QUOTE) for one in found)
        yield from draft.fact(f"| {name} | {said} |\n", [_spot(one) for one in found])
    with writer.at_work(_SECONDS):
        if writer.ready:
            yield from _concluded(question, rows, writer, draft)
    yield Receipt(len(rows), len(rows) + len(failed), "documents", failed)


def _documents(
    comparison: Comparison, ask: Callable[[Survey], SurveyReply]
) -> tuple[list[Document], tuple[Unreadable, ...]]:
    """Those that each side names, or all that fit; too many are no comparison."""
    if comparison.across is not None:
        reply = ask(replace(comparison.across, limit=_MOST_DOCUMENTS + 1, sort="name"))
        found = [one.document for one in reply.documents if one.document.chunks]
        unread = reply.unread if not comparison.across.named else ()
        failed = tuple(Unreadable(one.path, one.reason, one.code) for one in unread)
        return (found, failed) if len(found) <= _MOST_DOCUMENTS else ([], ())
    documents: dict[int, Document] = {}
    for side in comparison.sides:
        found = next((found for name in _names_in(side) if (found := named_documents(name, ask))), [])
        if len(found) == 1:
            documents.setdefault(found[0].id, found[0])
    return list(documents.values()), ()


def _names_in(side: str) -> Iterator[str]:
    """ "the insurance summary on liability" and "liability in the insurance summary" name the insurance summary."""
    yield side
    yield re.split(r"\s(?:on|regarding|concerning|with respect to|in terms of|about|hinsichtlich)\s", side)[0]
    yield re.split(r"\s(?:in|of|from|im|in der)\s", side)[-1]


def _aspect(question: str, documents: Sequence[Document]) -> str:
    """What is compared: the question without the names of the documents; all of it where nothing else is left."""
    names = {stem(fold(word)) for one in documents for word in _WORD.findall(f"{PurePath(one.path).stem} {one.title}")}
    kept = [
        word
        for word in _WORD.findall(question)
        if fold(word) not in STOP_WORDS and stem(fold(word)) not in names and stem(fold(word)) not in _ASKING
    ]
    return " ".join(kept) or question


def _speaking(evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The best sentences, if they say anything of what is asked, each something else."""
    kept: list[EvidenceSentence] = []
    told = any(one.coverage >= _LEAST_COVERAGE for one in evidence)
    for one in evidence:
        near = one.similarity is not None and one.similarity >= _LEAST_SIMILARITY
        if one.coverage < _LEAST_COVERAGE and (told or not near):
            continue  # near in meaning counts only where no sentence has the words
        words = set(stems(one.text))
        if all(len(words & set(stems(other.text))) < 0.6 * max(len(words), 1) for other in kept):
            kept.append(one)
        if len(kept) == _MOST_SENTENCES:
            break
    return kept


def _spot(one: EvidenceSentence) -> Spot:
    return Spot(one.document_id, one.path, one.title, one.page, one.page_label, one.start, one.text, one.place)


def _concluded(
    question: str,
    rows: Sequence[tuple[Document, list[EvidenceSentence], SearchReply]],
    writer: Writer,
    draft: Draft,
) -> Iterator[Event]:
    """The model's sentences, as far as the documents bear them out."""
    material = "\n".join(
        f'<document name="{clean(document.title or PurePath(document.path).stem)}">\n'
        + "\n".join(clean(prose(one.text), 2 * _QUOTE) for one in found)
        + "\n</document>"
        for document, found, _ in rows
        if found
    )
    system = asset("prompts", "compare_system.txt").read_text("utf-8").strip()
    text = writer.write(system, f"{material}\n\nQuestion: {question}", _TOKENS)
    hits = [hit for passage in merge_hits(hit for _, _, reply in rows for hit in reply.hits) for hit in passage.hits]
    kept = writer.check(question, text, hits)
    if kept:
        yield from draft.plain("\n")
    for number, (sentence, sources) in enumerate(kept[:_MOST_SENTENCES]):
        yield from draft.checked(f"{' ' if number else ''}{sentence.text}", sentence, sources)
