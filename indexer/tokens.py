"""Where the tokens of a text start: what a chunk may hold is counted in the embedder's tokens.

A BERT tokenizer cuts at white space before all else, so a word has the same tokens wherever it stands. They are looked
up once a word: a long text then takes a third of the time, with the same result to the token.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from tokenizers import Tokenizer
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

_AT_ONCE = 60_000  # characters that are tokenized in one call, so that memory stays bounded
_MOST_WORDS = 200_000  # that are remembered
_WORD = re.compile(r"\S+")
_UNLIKE_SPACE = re.compile("[\x1c-\x1f]")  # white space to Python's patterns, removed by BERT's normalizer


class TokenStarts:
    """Of one tokenizer, which must neither truncate nor pad. Not for several threads at once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._by_word = isinstance(tokenizer.pre_tokenizer, BertPreTokenizer) and isinstance(
            tokenizer.normalizer, BertNormalizer
        )
        self._words: dict[str, tuple[int, ...]] = {}

    def count(self, text: str) -> int:
        return len(self.of(text))

    def of(self, text: str) -> list[int]:
        """The offset in `text` of each token's first character, in order."""
        if not self._by_word or _UNLIKE_SPACE.search(text):
            return [start + low for start, end in _pieces(text) for low in self._encode(text[start:end])]
        found: list[int] = []
        for start, end in _pieces(text):
            words = [(match.start(), match[0]) for match in _WORD.finditer(text, start, end)]
            self._learn({word for _, word in words})
            found += [at + low for at, word in words for low in self._words[word]]
        return found

    def _encode(self, text: str) -> list[int]:
        return [low for low, _ in self._tokenizer.encode(text, add_special_tokens=False).offsets]

    def _learn(self, words: set[str]) -> None:
        """Tokenize those that are not known yet, all in one call."""
        if len(self._words) > _MOST_WORDS:
            self._words.clear()
        new = [word for word in words if word not in self._words]
        starts = self._encode(" ".join(new)) if new else []
        at = first = 0
        for word in new:
            last = bisect_left(starts, at + len(word), first)
            self._words[word] = tuple(start - at for start in starts[first:last])
            at, first = at + len(word) + 1, last


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text cut at the last line end or space that fits."""
    start = 0
    while len(text) - start > _AT_ONCE:
        limit = start + _AT_ONCE
        floor = start + _AT_ONCE // 2
        cut = max(text.rfind("\n", floor, limit), text.rfind(" ", floor, limit))
        cut = cut + 1 if cut > 0 else limit
        yield start, cut
        start = cut
    yield start, len(text)
