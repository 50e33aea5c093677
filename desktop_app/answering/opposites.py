"""Words that mean the opposite of each other: a question about the *smallest* is not answered by the *largest*."""

from __future__ import annotations

from functools import cache

from desktop_app.answering.text import stem

_PAIRS = """
    accept/reject add/remove agree/disagree alive/dead allow/forbid allow/prevent allow/prohibit always/never
    ancient/modern approve/reject arrive/leave attack/defend begin/end begin/finish best/worst better/worse big/small
    biggest/smallest born/died brother/sister build/destroy buy/sell cause/prevent cheap/expensive cold/hot
    common/rare complex/simple create/destroy dark/light daughter/son day/night death/birth decrease/increase
    defeat/victory difficult/easy dry/wet earliest/latest early/late east/west eastern/western enter/leave
    exclude/include expand/contract export/import external/internal failure/success fall/rise false/true far/near
    fast/slow father/mother female/male fewer/more first/last give/take grow/shrink guilty/innocent hard/soft
    heavy/light high/low higher/lower highest/lowest husband/wife illegal/legal inside/outside join/leave king/queen
    largest/least largest/smallest least/most left/right less/more long/short longest/shortest lose/win lost/won
    major/minor majority/minority max/min maximum/minimum men/women narrow/wide negative/positive new/old
    newest/oldest north/south northern/southern old/young oldest/youngest open/close oppose/support optional/mandatory
    optional/required peace/war permanent/temporary poor/rich private/public reduce/increase rural/urban
    same/different similar/different start/end start/stop strong/weak strongest/weakest summer/winter upper/lower
    weak/strong
"""
_DENYING = ("un", "in", "im", "dis", "non", "il", "ir")
_SHORTEST = 3  # letters of what is denied: "under" denies nothing


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _PAIRS.split():
        words = [stem(word) for word in pair.split("/")]
        for one, other in zip(words, reversed(words), strict=True):
            table.setdefault(one, set()).add(other)
    return {word: frozenset(others) for word, others in table.items()}


def opposites(word: str) -> frozenset[str]:
    """The stems that deny `word`, itself a stem."""
    denied = {prefix + word for prefix in _DENYING if len(word) > _SHORTEST}
    plain = {word[len(p) :] for p in _DENYING if word.startswith(p) and len(word) > len(p) + _SHORTEST}
    return _table().get(word, frozenset()) | denied | plain
