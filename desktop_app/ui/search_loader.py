"""What a search as you type finds, ready to be shown; runs on a worker thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_app.answering.text import sentence_spans
from desktop_app.services import Library
from desktop_app.ui.emphasis import emphasised
from desktop_app.ui.passage import Passage, passage_of
from desktop_app.ui.quotation import readable
from indexer.filters import parse
from indexer.places import place_within
from indexer.protocol import Search
from indexer.types import Coverage, Hit

_MOST = 20  # results
_SNIPPET = 240  # characters: two lines of a wide window
_LEAST_SIMILARITY = 0.3  # of what no word finds; below, all-MiniLM says nothing
_UNFINISHED = re.compile(r"(?:^|(?<=[\s(“\"'¿¡]))[^\W\d_]{3,}$")  # not the value of a filter


@dataclass(frozen=True)
class Result:
    """A passage that was found: the sentences of it to open and to show, and the (start, length) of the words in
    `snippet` that answer to the search. `by_words` is False where its meaning alone speaks for it."""

    passage: Passage
    kind: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    by_words: bool
    offline: bool


@dataclass(frozen=True)
class Results:
    """`vectors` is False while only keywords were searched."""

    text: str
    results: tuple[Result, ...]
    coverage: Coverage
    vectors: bool

    @property
    def documents(self) -> int:
        """How many documents they are in."""
        return len({result.passage.document_id for result in self.results})


def find(library: Library, text: str) -> Results:
    """Search the whole library for `text` as it stands while it is typed. Raises FootnoteError."""
    query = unfinished(text)
    reply = library.search(Search(query, _MOST, evidence=0, wait=False))
    hits = (hit for hit in reply.hits if hit.keyword_rank is not None or (hit.similarity or 0) >= _LEAST_SIMILARITY)
    words = parse(query).text
    return Results(text, tuple(result_of(hit, words) for hit in hits), reply.coverage, reply.vectors)


def unfinished(text: str) -> str:
    """The query for a text that may go on: its last word stands for all that begin so."""
    return f"{text}*" if _UNFINISHED.search(text) else text


def result_of(hit: Hit, query: str) -> Result:
    spans = sentence_spans(hit.text) or [(0, len(hit.text))]
    first, last = best_sentences(hit.text, spans, query)
    start, end = spans[first][0], spans[last][1]
    passage = replace(
        passage_of(hit),
        start=hit.start + start,
        length=end - start,
        quote=hit.text[start:end],
        place=place_within(hit, hit.start + start) or passage_of(hit).place,
    )
    shown = max((later for _, later in spans[last:] if later - start <= _SNIPPET), default=end)
    snippet = readable(hit.text[start:shown])
    marks = emphasised(snippet, query)
    return Result(passage, hit.kind, snippet, marks, hit.keyword_rank is not None, hit.offline)


def best_sentences(text: str, spans: Sequence[tuple[int, int]], query: str) -> tuple[int, int]:
    """First and last of the fewest sentences in a row, no longer than a snippet where one sentence isn't, that hold
    the most different words of `query`. Where none holds any, meaning found the passage as a whole."""
    words = [(start, text[start : start + length].casefold()) for start, length in emphasised(text, query)]
    if not words:
        return 0, len(spans) - 1
    best, merit = (0, 0), (-1, 0)
    for first, (start, _) in enumerate(spans):
        for last in range(first, len(spans)):
            end = spans[last][1]
            if last > first and end - start > _SNIPPET:
                break
            held = len({word for place, word in words if start <= place < end})
            if (held, start - end) > merit:
                best, merit = (first, last), (held, start - end)
    return best
