"""A conversation as Markdown, with footnotes as most readers of it know them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.export.conversation import MARK, Exported, Note, Turn
from desktop_app.export.words import Words

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def as_markdown(conversation: Exported) -> str:
    parts = [f"# {_escaped(conversation.title)}", conversation.words.exported]
    for turn in conversation.turns:
        parts += _turn(turn, conversation.words)
    return "\n\n".join(parts) + "\n"


def _turn(turn: Turn, words: Words) -> Iterator[str]:
    yield f"## {_escaped(turn.question)}"
    yield MARK.sub(lambda match: f"[^{match[1]}]" if match[1] else f" [{match[2]}]", turn.text)
    if turn.found:
        yield f"*{turn.found}.*"
    if turn.nearest:
        yield words.nearest
        yield "\n".join(f"- {_source(note, words)}" for note in turn.nearest)
    if turn.notes:
        yield "\n".join(f"[^{note.number}]: {_source(note, words)}" for note in turn.notes)


def _source(note: Note, words: Words) -> str:
    return f"{words.quoted(_escaped(note.quote))} {_escaped(note.citation)}, `{note.path.replace('`', '')}`"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
