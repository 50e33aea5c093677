"""Which words of a quotation answer to the words of a question."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_COMMON = frozenset(
    _WORD.findall(
        "a about after all also an and any are as at be been before but by can could did do does for from had has "
        "have he her his how i if in into is it its many may me more most much my no not of on one or our out she "
        "should so some such than that the their them then there these they this those to us was we were what when "
        "where which who whom whose why will with would you your"
    )
)
_BEGINNING = re.compile(r"(?<!\w)([^\W_]{3,})\*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "y", "e")


@lru_cache(4096)  # the same words stand in passage after passage
def _stem(word: str) -> str:
    """A word without its commonest endings; never shorter than three letters."""
    folded = word.casefold().removesuffix("’s").removesuffix("'s")
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            return folded.removesuffix(ending)
    return folded


def emphasised(text: str, query: str) -> tuple[tuple[int, int], ...]:
    """(start, length) of the words in `text` that the query's content words, in any of their forms, occur as. A word
    with a star ("indemn*") stands for all that begin so."""
    wanted = {_stem(word) for word in _WORD.findall(query) if word.casefold() not in _COMMON}
    beginnings = tuple(word.casefold() for word in _BEGINNING.findall(query) if word.casefold() not in _COMMON)
    return tuple(
        (m.start(), len(m[0]))
        for m in _WORD.finditer(text)
        if _stem(m[0]) in wanted or (beginnings and m[0].casefold().startswith(beginnings))
    )
