"""The messages of the LLM service."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.codec import Registry
from indexer.errors import Problem

PROTOCOL_VERSION = 3


@dataclass(frozen=True)
class Load:
    """Load a GGUF file (nothing happens when it is loaded already). The model then belongs to this connection: where
    another client had another one loaded since, it is loaded again before this client's next request. `beginning` are
    messages that prompts will begin with: they are read now and kept, whatever is read later. → Loaded, or Problem
    MODEL_MISSING, MODEL_DAMAGED, UNSUPPORTED, NOT_ENOUGH_MEMORY"""

    path: str
    context_length: int = 4096
    beginning: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """`description` is what the file calls itself; `context_length` what was asked for, rounded up to a multiple of
    256 and no more than the model was trained for; `seconds` is 0 when it was there already; of each prompt that begins
    as was said, `beginning` tokens need not be read."""

    path: str
    description: str
    context_length: int
    seconds: float
    beginning: int = 0


@dataclass(frozen=True)
class Message:
    """A turn of a chat: role "system", "user" or "assistant". The content is always tokenized with special tokens
    off, so that document text can't speak as another role."""

    role: str
    content: str


@dataclass(frozen=True)
class Generate:
    """Answer a chat. → Prefilled, Token …, then Finished; `Cancel` ends it early with Finished(cancelled).
    `prefix` is text that the answer starts with (part of the prompt, not repeated in tokens)."""

    messages: tuple[Message, ...]
    max_tokens: int = 256
    temperature: float = 0.0
    stop: tuple[str, ...] = ()
    prefix: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Prefilled:
    """The prompt was read: `tokens` in all, `reused` of them from the last prompt, with which it begins alike (whole
    blocks of tokens, so that an answer never depends on what was asked before)."""

    tokens: int
    reused: int
    seconds: float


@dataclass(frozen=True)
class Token:
    text: str


@dataclass(frozen=True)
class Finished:
    """`reason` is stop, length or cancelled. `completion_tokens` is what was decoded, the end-of-turn token not
    counted; `decode_seconds` starts after the first of them, whose time is part of `prefill_seconds`."""

    reason: str
    prompt_tokens: int
    completion_tokens: int
    prefill_seconds: float
    decode_seconds: float


@dataclass(frozen=True)
class Score:
    """How likely does the answer to a chat begin with each of these texts? Only the model's own probabilities are read,
    nothing is drawn, so the same question is always scored alike. `prefix` is as in `Generate`, with which a prompt's
    beginning is shared too. → Scores, or Problem PROMPT_TOO_LONG, CANCELLED"""

    messages: tuple[Message, ...]
    options: tuple[str, ...]
    prefix: str = ""


@dataclass(frozen=True)
class Scores:
    """The natural logarithms of the probabilities of the `options`, each as a whole; `prefilled` tells what reading the
    prompt took."""

    log_probabilities: tuple[float, ...]
    prefilled: Prefilled


@dataclass(frozen=True)
class Cancel:
    """End what is being generated, scored or measured for this client, prefill included, and what still waits its
    turn; other clients' answers go on. → Done"""


@dataclass(frozen=True)
class CountTokens:
    """→ TokenCounts"""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class TokenCounts:
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Measure:
    """Read `tokens` made-up tokens with the loaded model. → Measured, or Problem CANCELLED"""

    tokens: int = 256


@dataclass(frozen=True)
class Measured:
    """Tokens per second of prefill and of decoding on this machine."""

    prefill: float
    decode: float


@dataclass(frozen=True)
class GetState:
    """→ State"""


@dataclass(frozen=True)
class State:
    """`path` is empty when nothing is loaded."""

    path: str
    busy: bool
    pid: int
    rss_bytes: int


@dataclass(frozen=True)
class Shutdown:
    """→ Done"""


@dataclass(frozen=True)
class Done:
    pass


REGISTRY = Registry(
    PROTOCOL_VERSION,
    (
        Load, Loaded, Generate, Prefilled, Token, Finished, Score, Scores, Cancel, CountTokens, TokenCounts, Measure,
        Measured, GetState, State, Shutdown, Done, Problem,
    ),
)  # fmt: skip
