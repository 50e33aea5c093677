"""Passages that tell nothing new: copies of a text, and versions of it that differ in no fact.

Most of a passage's runs of three words stand in another one; then both are laid side by side, and no number, name,
word of quantity or denial, and no exchanged content word may be among what differs. Where in doubt, both are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from indexer.normalise import searchable
from indexer.query import fold_words, function_words, stem

CONTAINED = 0.9  # of the shingles
_SHINGLE = 3  # words
_WORD = re.compile(r"[^\W_]+")
_QUANTITY_OR_DENIAL = """
    not no none never neither nor without cannot except only nicht kein keine keinen keiner keines keinem nie ohne
    nur first second third half double twice one two three four five six seven eight nine ten eleven twelve twenty
    thirty forty fifty sixty seventy eighty ninety hundred thousand million billion percent eins zwei drei vier fünf
    sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde prozent january february march
    april may june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday januar februar märz mai juni juli oktober dezember all any before after under over more less least most
    above below
"""
_TELLING = frozenset(_QUANTITY_OR_DENIAL.split())
_SMALL = function_words("en") | function_words("de")


@dataclass(frozen=True)
class Wording:
    """The words of a passage as they are compared."""

    text: str

    @cached_property
    def written(self) -> list[str]:
        return _WORD.findall(searchable(self.text))

    @cached_property
    def folded(self) -> list[str]:
        return ["".join(fold_words(word)) for word in self.written]

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        return frozenset(zip(*(self.folded[at:] for at in range(_SHINGLE)), strict=False))

    def adds_nothing_to(self, other: Wording) -> bool:
        """Whether it is almost all in `other` and differs from it in no fact; what `other` holds before and after it
        is no difference."""
        own = self.shingles
        if not own or len(own & other.shingles) < CONTAINED * len(own):
            return False
        blocks = SequenceMatcher(None, self.folded, other.folded, autojunk=False).get_opcodes()
        for number, (kind, low, high, first, last) in enumerate(blocks):
            around = kind == "insert" and number in (0, len(blocks) - 1)
            if kind == "equal" or around:
                continue
            if _tells(self.written[low:high]) or _tells(other.written[first:last]):
                return False
            if kind == "replace" and not _alike(self.folded[low:high], other.folded[first:last]):
                return False
        return True


def _tells(words: Iterable[str]) -> bool:
    """Whether numbers, names (written with a capital) or words of quantity and denial are among them."""
    return any(word != word.lower() or any(map(str.isdigit, word)) or word in _TELLING for word in words)


def _alike(words: Iterable[str], others: Iterable[str]) -> bool:
    """Whether they say the same but for function words and endings: a name may be written small."""
    return [stem(word) for word in words if word not in _SMALL] == [stem(word) for word in others if word not in _SMALL]
