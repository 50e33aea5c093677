"""Sentences of a process in the reader's language: they come in English, with names and numbers in them, and are known
by their form."""

from __future__ import annotations

import re

from desktop_app.ui.translation import tr


class KnownSentences:
    """`forms` are regular expressions with named groups, each with the words to say instead, marked with `later`."""

    def __init__(self, *forms: tuple[str, str]) -> None:
        self._forms = tuple((re.compile(pattern), words) for pattern, words in forms)

    def said(self, sentence: str) -> str | None:
        """A sentence of the first form that it has; None for one that isn't known."""
        for pattern, words in self._forms:
            if found := pattern.fullmatch(sentence):
                return tr(words, **found.groupdict())
        return None
