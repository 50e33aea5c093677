"""What is kept of how an answer came about, so that it can be understood, and repeated, later."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.answering.events import Milliseconds, Sentence, Usage
from desktop_app.llm.protocol import Message
from indexer.errors import Problem
from indexer.types import Coverage, Hit


@dataclass(frozen=True)
class TracedHit:
    """A hit without its text: `content_hash` tells whether the passage is still the same. `used` is True when it was
    given to the model."""

    path: str
    page: int | None
    start: int
    length: int
    content_hash: str
    score: float
    similarity: float | None
    keyword_rank: int | None
    vector_rank: int | None
    used: bool = False


@dataclass(frozen=True)
class TracedModel:
    """`sha256` is what the catalogue knows of the file; empty for a model that it doesn't list."""

    name: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Trace:
    """`created` is in seconds since the epoch. `evidence_score` (0 to 1) was compared with `evidence_threshold` to
    decide whether to call the model. `prompt_hash` is the sha256 of the messages; `parameters` are what the model
    was called with; `seconds` are durations by stage. `outcome` is answered, declined, stopped or failed; `notes` say
    what had to be done without."""

    id: str
    created: float
    conversation: int | None
    question: str
    query: str
    scope: tuple[str, ...]
    coverage: Coverage | None
    hits: tuple[TracedHit, ...]
    evidence_score: float | None
    evidence_threshold: float | None
    model: TracedModel | None
    prompt: tuple[Message, ...]
    prompt_hash: str
    parameters: dict[str, float]
    seconds: dict[str, float]
    usage: Usage
    milliseconds: Milliseconds
    outcome: str
    answer: str
    verdicts: tuple[Sentence, ...]
    problem: Problem | None = None
    notes: tuple[str, ...] = field(default=())

    def is_example(self, number: int) -> bool:
        """Whether message `number` of the prompt is one of the examples that follow the instructions: it is the same
        for every question, and not from the person's documents."""
        return 1 <= number <= self.parameters.get("examples", 0)


def traced_hit(hit: Hit, *, used: bool) -> TracedHit:
    return TracedHit(
        hit.path,
        hit.page,
        hit.start,
        hit.length,
        hit.content_hash,
        hit.score,
        hit.similarity,
        hit.keyword_rank,
        hit.vector_rank,
        used,
    )
