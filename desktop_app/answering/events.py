"""What an answer is made of, in the order in which it happens.

`AnswerService.ask` yields Evidence, then either Declined, or Reading, Token …, Verified …, Answered; Failed may come
at any time and is last. A question about the documents as a whole has no Evidence, and Surveying … among the others.
The window and the command line iterate the same events.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.errors import Problem
from indexer.types import Coverage, EvidenceSentence, Hit


class Support(StrEnum):
    """Whether the sources bear a sentence out."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True)
class Source:
    """A footnote's target: `quote == page text[start:start + length]`. `n` counts from 1 within an answer;
    `place` is where a person finds it (see `indexer.types.Hit`), `columns` the header row of the table that it holds
    rows of."""

    n: int
    document_id: int
    path: str
    title: str
    page: int | None
    page_label: str | None
    start: int
    length: int
    quote: str
    place: str = ""
    columns: str = ""


@dataclass(frozen=True)
class Sentence:
    """A checked sentence: `answer[start:start + length] == text`. `score` is 0 to 1; `citations` are `Source.n`;
    `missing` names what could not be found in the sources, e.g. ("1,234", "Acme"); `claim` is False where it states
    nothing that could be looked up ("Here is the list:"), or is a figure of a formula, and does not count."""

    text: str
    start: int
    length: int
    support: Support
    score: float
    citations: tuple[int, ...]
    missing: tuple[str, ...] = ()
    claim: bool = True


@dataclass(frozen=True)
class Usage:
    """What was read for this answer, without what all prompts begin with, and what was written."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Milliseconds:
    """Since Enter; `first_token` is None where no model was called."""

    evidence: float
    first_token: float | None
    total: float


@dataclass(frozen=True)
class Evidence:
    """Shown at once. `query` is what was searched for (a follow-up is resolved against the conversation). It comes
    a second time, to be shown instead of the first, when the embedder was still loading: then with vectors."""

    query: str
    sentences: tuple[EvidenceSentence, ...]
    hits: tuple[Hit, ...]
    coverage: Coverage
    milliseconds: float


@dataclass(frozen=True)
class Reading:
    """The model starts reading `passages` passages; `seconds` is the predicted wait to the first word."""

    passages: int
    prompt_tokens: int
    seconds: float | None


@dataclass(frozen=True)
class Surveying:
    """Everything in scope is being read: `done` of `total` of `what` ("documents", "parts", "tables"); a `total` of 0
    is not known yet."""

    done: int
    total: int
    what: str


@dataclass(frozen=True)
class Token:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True)
class Verified:
    """Sentence `index` of the answer was checked; `sources` are the ones it cites that are new."""

    index: int
    sentence: Sentence
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Unreadable:
    """A document that an answer about all of them had to do without, and why; `code` is that of its problem, empty
    where it has none, and in records older than it."""

    path: str
    reason: str
    code: str = ""


@dataclass(frozen=True)
class Receipt:
    """What an answer about the documents as a whole is based on: `read` of `total` of `what` ("documents", "parts",
    "rows"), without the `failed` ones. `where` names the document or table whose parts or rows they are, and `sql` is
    the query over it; both are empty otherwise."""

    read: int
    total: int
    what: str = "documents"
    failed: tuple[Unreadable, ...] = ()
    where: str = ""
    sql: str = ""


@dataclass(frozen=True)
class Answer:
    """The finished record, as kept in history and printed by `ask --json`. `declined` answers carry a `reason` and
    the `answer` text then says so; `trace` is the id to show the trace with. `stopped` is True when the person
    stopped it. `query` is what was searched for and asked, empty in records older than it; `receipt` is there where
    the question was about the documents as a whole; `formula` is how the answer was calculated, in one line, empty
    where it was not."""

    question: str
    answer: str
    declined: bool
    reason: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    evidence: tuple[EvidenceSentence, ...]
    coverage: Coverage
    model: str
    usage: Usage
    milliseconds: Milliseconds
    trace: str
    stopped: bool = False
    query: str = ""
    receipt: Receipt | None = None
    formula: str = ""


@dataclass(frozen=True)
class Declined:
    """There is no answer in the documents; nothing more comes. `answer.reason` names what was searched, what is
    still pending and the nearest misses are `answer.evidence`."""

    answer: Answer


@dataclass(frozen=True)
class Answered:
    answer: Answer


@dataclass(frozen=True)
class Failed:
    """The request failed; the evidence shown so far stays. Nothing more comes."""

    problem: Problem


Event = Evidence | Reading | Surveying | Token | Verified | Declined | Answered | Failed
