"""Renders a chat with a model's own template so that no content can speak as another role.

A template is text with special tokens in it; were a document pasted in and the whole tokenized, `<|im_start|>system`
in that document would become the real thing. So the template is rendered with a marker in place of each content, and
the result cut at the markers: the template's own parts are tokenized with special tokens on, contents with them off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.llm.protocol import Message
from indexer.errors import ErrorCode, known

ROLES = ("system", "user", "assistant")

Template = Callable[[list[dict[str, str]]], str]
"""Chat messages with the keys role and content → the prompt up to where the assistant speaks. Raises any exception
for a chat that it can't write."""


@dataclass(frozen=True)
class Piece:
    """A part of a prompt. Only where `special` is True may text become special tokens."""

    text: str
    special: bool


_MARKER = re.compile(r"FootnoteContent(\d+)Here")


def _marker(index: int) -> str:
    return f"FootnoteContent{index}Here"


def chatml(messages: list[dict[str, str]]) -> str:
    """The ChatML form, for models that bring no template."""
    turns = [f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n" for message in messages]
    return "".join(turns) + "<|im_start|>assistant\n"


def compose(messages: Sequence[Message], template: Template, prefix: str = "") -> tuple[Piece, ...]:
    """The pieces of the prompt of a chat whose answer starts with `prefix`.

    Some templates know no system role, or drop it: its content then opens the first user turn.
    Raises KnownError(BAD_REQUEST) for a chat that the template can't write.
    """
    chat = [(message.role, message.content) for message in messages]
    try:
        pieces = _rendered(chat, template)
    except Exception as error:  # a template is a program by someone else, and raises what it likes
        pieces = None
        reason = str(error)
    else:
        reason = "it leaves out a message"
    if pieces is None and chat[0][0] == "system":
        try:
            pieces = _rendered(_without_system(chat), template)
        except Exception as error:  # as above
            reason = str(error)
    if pieces is None:
        raise known(
            ErrorCode.BAD_REQUEST,
            f"This model's chat template can't write this conversation: {reason}.",
            "Choose another model with `footnote models use`.",
        )
    answer = (Piece(prefix, False),) if prefix else ()
    return (*pieces, *answer)


def _rendered(chat: list[tuple[str, str]], template: Template) -> tuple[Piece, ...] | None:
    """None where the template left a content out."""
    text = template([{"role": role, "content": _marker(index)} for index, (role, _) in enumerate(chat)])
    pieces: list[Piece] = []
    used: set[int] = set()
    for position, part in enumerate(_MARKER.split(text)):
        if position % 2:
            used.add(int(part))
            pieces.append(Piece(chat[int(part)][1], False))
        else:
            pieces.append(Piece(part, True))
    if used != set(range(len(chat))):
        return None
    return tuple(piece for piece in pieces if piece.text)


def _without_system(chat: list[tuple[str, str]]) -> list[tuple[str, str]]:
    (_, instructions), *rest = chat
    if rest and rest[0][0] == "user":
        return [("user", f"{instructions}\n\n{rest[0][1]}"), *rest[1:]]
    return [("user", instructions), *rest]
