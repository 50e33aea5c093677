"""The messages for the language model. A prompt begins with what never changes: the instructions and, for a model that
says first whether the passages state the answer, examples of that. The model reads these once. The passages come next
and the question last. Document text is data: it is fenced, and can't close its fence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache

from desktop_app.answering.excerpts import Excerpt
from desktop_app.answering.layout import readable
from desktop_app.assets import asset
from desktop_app.llm.protocol import Message

NOT_FOUND = "The passages do not say."
# An answer after the examples: "Stated: No", or "Stated: Yes" and a line with what they state.
ASKED, STATED = "Stated:", (" Yes", " No")
ANSWERING = f"{ASKED}{STATED[0]}\nAnswer:"
_FENCE = re.compile(r"<(/?)\s*(passages?)\b", re.I)
_PLACEHOLDER = re.compile(r"\{(passages|question)\}")


@cache
def _prompt(name: str) -> str:
    return asset("prompts", name).read_text("utf-8").strip()


@cache
def beginning(asks_first: bool) -> tuple[Message, ...]:
    """What every prompt begins with; `asks_first` for a model whose word is asked for before its answer."""
    instructions = _prompt("answer_system.txt").replace("{not_found}", NOT_FOUND)
    if not asks_first:
        return (Message("system", instructions),)
    messages = [Message("system", f"{instructions} {_prompt('stated_system.txt')}")]
    for example in tomllib.loads(_prompt("examples.toml"))["example"]:
        answer = example.get("answer")
        said = f"{ANSWERING} {answer}" if answer else f"{ASKED}{STATED[1]}"
        passage = _fenced(example["from"], example["text"])
        messages += [_user(example["question"], passage), Message("assistant", said)]
    return tuple(messages)


def asked(question: str, excerpts: Sequence[Excerpt]) -> Message:
    """The message that asks `question`, which stands for itself, also where it followed from an earlier one."""
    return _user(question, "\n\n".join(_passage(excerpt) for excerpt in excerpts))


def _user(question: str, passages: str) -> Message:
    filled = {"passages": passages, "question": question.strip()}
    return Message("user", _PLACEHOLDER.sub(lambda found: filled[found[1]], _prompt("answer_user.txt")))


def place(excerpt: Excerpt) -> str:
    """Where a passage is from, e.g. "Annual report 2024, page 3"."""
    passage = excerpt.passage
    where = passage.place_at(passage.start + excerpt.offset).replace("p. ", "page ", 1)
    return f"{passage.called}, {where}" if where else passage.called


def _passage(excerpt: Excerpt) -> str:
    rows = "\n".join(part for part in (excerpt.columns, readable(excerpt.text, excerpt.passage.kind)) if part)
    return _fenced(place(excerpt), rows)


def _fenced(source: str, text: str) -> str:
    source, text = source.replace('"', "'"), _FENCE.sub(r"‹\1\2", text)
    return f'<passage from="{source}">\n{text}\n</passage>'
