"""The words that only frame a question for a figure. What is not among them asks for something in particular."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?|%")
_BRACKETS = re.compile(r"\([^()]*\)")
_PERIOD = re.compile(
    r"\b(?:fy|q[1-4])?\s?['’]?(?:19|20)\d\d\b|\bfy\s?\d\d\b|\bq[1-4]\b|\b10-?[kq]\b|\b(?:first|second|third|fourth)\squarter\b|\b\d+\b",
    re.I,
)
_FRAME = frozenset(
    """positive higher lower greater larger smaller a an the of in on at to for from by with and or as is are was were
    be been being do does did has have had having what how much many its it their they this that these those there
    between during over per about roughly approximately exact exactly only just s company companies business firm
    fiscal year years period end ended ending quarter fy usd us dollar dollars eur million millions billion billions
    thousand thousands units unit percent percents percentage % terms amount value figure number total rate ratio
    metric measure change changed changes growth grow grew grown increase increased increases decrease decreased
    decreases difference decline declined improve improved improving improvement rise rose risen fall fell fallen
    drop dropped reduced average cagr compound compounded annual annually yoy round rounded decimal decimals place
    places one two three four five nearest answer question compared relative versus vs against than data based
    profile healthy reasonably strong liquidity position calculate compute calculated financials formerly known
    reported report reports stated statement statements balance sheet income cash flow p&l profit loss earnings
    financial consolidated generate generated spend spent paid pay earn earned make made according information line
    items outlined shown within provided point points intensive capital high low overall reasonable sell sold times
    time using use our we you your i went gone up down revealed disclosed given give figures""".split()  # noqa: SIM905
)


def unexplained(asked: str, used: Sequence[str]) -> tuple[str, ...]:
    """The folded words of a question that are neither its frame, nor a period, nor `used` by what it asks for."""
    known = _FRAME | set(used)
    bare = _PERIOD.sub(" ", _BRACKETS.sub(" ", asked)).replace("’", "'").replace("'s ", " ").casefold()
    return tuple(dict.fromkeys(word for word in _WORD.findall(bare) if word not in known))
