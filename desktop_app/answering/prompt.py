"""The messages for the language model. The system prompt never changes, so that its reading is reused; the passages
come next and the question last. Document text is data: it is fenced, and can't close its fence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from desktop_app.answering.excerpts import Excerpt
from desktop_app.answering.layout import readable
from desktop_app.assets import asset
from desktop_app.llm.protocol import Message

NOT_FOUND = "The passages do not say."
STATED = ("Yes", "No")
_FENCE = re.compile(r"<(/?)\s*(passages?)\b", re.I)
_PLACEHOLDER = re.compile(r"\{(passages|question|not_found)\}")


@cache
def _prompt(name: str) -> str:
    return asset("prompts", name).read_text("utf-8").strip()


def system_prompt() -> str:
    return _prompt("answer_system.txt").replace("{not_found}", NOT_FOUND)


def messages(question: str, excerpts: Sequence[Excerpt]) -> tuple[Message, ...]:
    """The chat that asks `question`, which stands for itself, also where it followed from an earlier one."""
    return Message("system", system_prompt()), Message("user", _user("answer_user.txt", question, excerpts))


def question_whether_stated(question: str, excerpts: Sequence[Excerpt]) -> tuple[Message, ...]:
    """The chat that asks, of the same passages, whether they answer `question`; it begins like `messages`, so that
    what was read for the one is not read again for the other. The answer is one of `STATED`."""
    return Message("system", system_prompt()), Message("user", _user("stated_user.txt", question, excerpts))


def _user(name: str, question: str, excerpts: Sequence[Excerpt]) -> str:
    filled = {
        "passages": "\n\n".join(_passage(excerpt) for excerpt in excerpts),
        "question": question.strip(),
        "not_found": NOT_FOUND,
    }
    return _PLACEHOLDER.sub(lambda found: filled[found[1]], _prompt(name))


def place(excerpt: Excerpt) -> str:
    """Where a passage is from, e.g. "Annual report 2024, page 3"."""
    passage = excerpt.passage
    where = passage.place_at(passage.start + excerpt.offset).replace("p. ", "page ", 1)
    return f"{passage.called}, {where}" if where else passage.called


def _passage(excerpt: Excerpt) -> str:
    source = place(excerpt).replace('"', "'")
    rows = "\n".join(part for part in (excerpt.columns, readable(excerpt.text, excerpt.passage.kind)) if part)
    text = _FENCE.sub(r"‹\1\2", rows)
    return f'<passage from="{source}">\n{text}\n</passage>'
