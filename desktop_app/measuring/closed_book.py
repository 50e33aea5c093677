"""The model without documents: what it says from memory alone."""

from __future__ import annotations

from pathlib import Path

from desktop_app.assets import asset
from desktop_app.llm.protocol import Generate, Message, Token
from desktop_app.services import LanguageModel

_MOST_TOKENS = 160
_CONTEXT = 4096


class ClosedBook:
    """Asks `model` questions alone. Calls raise FootnoteError."""

    def __init__(self, model: LanguageModel, path: Path) -> None:
        self._model = model
        self._path = path
        self._system = asset("prompts", "closed_book.txt").read_text("utf-8").strip()

    def __call__(self, question: str) -> str:
        self._model.load(self._path, _CONTEXT)  # a no-op where it is loaded
        messages = (Message("system", self._system), Message("user", f"Question: {question.strip()}"))
        request = Generate(messages, max_tokens=_MOST_TOKENS, temperature=0.0)
        return "".join(part.text for part in self._model.generate(request) if isinstance(part, Token)).strip()
