"""Sentences of a process in the reader's language: they come in English, with names and numbers in them, and are known
by their form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from desktop_app.ui.translation import tr


class KnownSentences:
    """`forms` are regular expressions with named groups, each with the words to say instead, marked with `later`; so
    are `names`, what groups may hold that has words in the reader's language too."""

    def __init__(self, *forms: tuple[str, str], names: Mapping[str, str] | None = None) -> None:
        self._written = forms
        self._names = names or {}

    @cached_property
    def _forms(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Compiled when the first sentence is to be known: that takes longer than to load what they stand in."""
        return tuple((re.compile(pattern), words) for pattern, words in self._written)

    def said(self, sentence: str) -> str | None:
        """A sentence of the first form that it has; None for one that isn't known."""
        for pattern, words in self._forms:
            if found := pattern.fullmatch(sentence):
                held = found.groupdict().items()
                return tr(words, **{key: tr(self._names[each]) if each in self._names else each for key, each in held})
        return None
