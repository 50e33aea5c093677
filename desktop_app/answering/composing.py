"""From a search's result to the prompt: the passages that fit into its budget, and the messages that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.answering import prompt
from desktop_app.answering.excerpts import Count, Excerpt, choose_excerpts
from desktop_app.answering.passages import merge_hits
from desktop_app.llm.protocol import Message
from indexer.protocol import SearchReply

_LEAST_PASSAGE_TOKENS = 150
_TRIES = 3  # to get what was only estimated within the budget


@dataclass(frozen=True)
class Composed:
    """What the model reads for a question, `tokens` without what the chat template adds."""

    excerpts: list[Excerpt]
    message: Message
    tokens: int


def compose(question: str, reply: SearchReply, budget: int, count: Count) -> Composed:
    """A message of at most `budget` tokens; passages have 150 even where the question leaves fewer. What an excerpt
    takes is estimated from the passage that it is a part of, so a prompt that came out too long is made again with less
    room."""
    passages = merge_hits(reply.hits)
    room = budget - sum(count([prompt.asked(question, ()).content]))
    for _ in range(_TRIES):
        room = max(room, _LEAST_PASSAGE_TOKENS)
        excerpts = choose_excerpts(passages, reply.evidence, question, room, count)
        message = prompt.asked(question, excerpts)
        tokens = sum(count([message.content]))
        if tokens <= budget or room == _LEAST_PASSAGE_TOKENS:
            break
        room -= tokens - budget
    return Composed(excerpts, message, tokens)
