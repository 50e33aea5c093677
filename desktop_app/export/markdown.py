"""A conversation as Markdown, with footnotes as most readers of it know them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_app.export.conversation import MARK, Exported, Note, Turn

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def as_markdown(conversation: Exported) -> str:
    parts = [f"# {_escaped(conversation.title)}", f"Exported from Footnote on {conversation.day}."]
    for turn in conversation.turns:
        parts += _turn(turn)
    return "\n\n".join(parts) + "\n"


def _turn(turn: Turn) -> Iterator[str]:
    yield f"## {_escaped(turn.question)}"
    yield MARK.sub(lambda match: f"[^{match[1]}]" if match[1] else f" [{match[2]}]", turn.text)
    if turn.found:
        yield f"*{turn.found}.*"
    if turn.nearest:
        yield "The nearest passages:"
        yield "\n".join(f"- {_source(note)}" for note in turn.nearest)
    if turn.notes:
        yield "\n".join(f"[^{note.number}]: {_source(note)}" for note in turn.notes)


def _source(note: Note) -> str:
    return f"“{_escaped(note.quote)}” {_escaped(note.citation)}, `{note.path.replace('`', '')}`"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
