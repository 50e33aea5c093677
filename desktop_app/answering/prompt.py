"""The messages for the language model. The system prompt never changes, so that its reading is reused; the passages
come next and the question last. Document text is data: it is fenced, and can't close its fence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from desktop_app.answering.events import Answer
from desktop_app.answering.excerpts import Excerpt
from desktop_app.assets import asset
from desktop_app.llm.protocol import Message

NOT_FOUND = "The passages do not say."
_TURNS = 2
_TURN_LENGTH = 240  # characters of an earlier answer
_FENCE = re.compile(r"<(/?)\s*(passages?)\b", re.I)
_PLACEHOLDER = re.compile(r"\{(passages|earlier|question|not_found)\}")
_SPACES = re.compile(r"[ \t\u00a0]+")
_WRAPPED = re.compile(r"(?<=[^\s.!?:;|])[ \t]*\r?\n(?=[^\W\d_])")
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")


@cache
def _prompt(name: str) -> str:
    return asset("prompts", name).read_text("utf-8").strip()


def system_prompt() -> str:
    return _prompt("answer_system.txt").replace("{not_found}", NOT_FOUND)


def messages(question: str, excerpts: Sequence[Excerpt], before: Sequence[Answer] = ()) -> tuple[Message, ...]:
    """The chat that asks `question`; `before` are the earlier turns of the conversation, oldest first."""
    filled = {
        "passages": "\n\n".join(_passage(excerpt) for excerpt in excerpts),
        "earlier": _earlier(before),
        "question": question.strip(),
        "not_found": NOT_FOUND,
    }
    user = _PLACEHOLDER.sub(lambda found: filled[found[1]], _prompt("answer_user.txt"))
    return Message("system", system_prompt()), Message("user", user)


def place(excerpt: Excerpt) -> str:
    """Where a passage is from, e.g. "Annual report 2024, page 3"."""
    passage = excerpt.passage
    where = passage.place_at(passage.start + excerpt.offset).replace("p. ", "page ", 1)
    return f"{passage.title}, {where}" if where else passage.title


def _passage(excerpt: Excerpt) -> str:
    source = place(excerpt).replace('"', "'")
    text = _FENCE.sub(r"‹\1\2", excerpt.text)
    text = _BLANK_LINES.sub("\n", _WRAPPED.sub(" ", _SPACES.sub(" ", text)))
    return f'<passage from="{source}">\n{text.strip()}\n</passage>'


def _earlier(before: Sequence[Answer]) -> str:
    """The last turns, shortened."""
    turns = []
    for answer in before[-_TURNS:]:
        said = " ".join(answer.answer.split())
        said = said if len(said) <= _TURN_LENGTH else said[:_TURN_LENGTH].rsplit(" ", 1)[0] + " …"
        turns.append(f"Earlier question: {' '.join(answer.question.split())}\nEarlier answer: {said}\n")
    return "".join(turns)
