"""From a search's result to the prompt: the passages that fit into its budget, and the messages that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.answering import prompt
from desktop_app.answering.excerpts import Count, Excerpt, choose_excerpts
from desktop_app.answering.passages import merge_hits
from desktop_app.llm.protocol import Message
from indexer.protocol import SearchReply

_LEAST_PASSAGE_TOKENS = 150


@dataclass(frozen=True)
class Composed:
    """What the model reads; `tokens` without what the chat template adds."""

    excerpts: list[Excerpt]
    messages: tuple[Message, ...]
    tokens: int


def compose(question: str, reply: SearchReply, budget: int, count: Count) -> Composed:
    """The prompt of at most `budget` tokens in all; passages have 150 even where instructions and question leave
    fewer."""
    frame = prompt.messages(question, ())
    fixed = sum(count([message.content for message in frame]))
    room = max(budget - fixed, _LEAST_PASSAGE_TOKENS)
    excerpts = choose_excerpts(merge_hits(reply.hits), reply.evidence, question, room, count)
    messages = prompt.messages(question, excerpts)
    return Composed(excerpts, messages, sum(count([message.content for message in messages])))
