"""Shares with their intervals, and whether a difference is more than chance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Rate:
    """`count` of `of`; `low` and `high` are the 95 % interval of the share."""

    count: int
    of: int
    value: float
    low: float
    high: float


def rate(outcomes: Iterable[bool]) -> Rate | None:
    """The share of true ones with Wilson's score interval, which also holds for few and for extreme counts; None of
    none. E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212."""
    listed = list(outcomes)
    if not listed:
        return None
    n, count = len(listed), sum(listed)
    share = count / n
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    spread = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return Rate(count, n, share, max(0.0, middle - spread), min(1.0, middle + spread))


def sign_test(better: int, worse: int) -> float:
    """How likely chance alone makes so uneven a split, or a more uneven one: the exact two-sided sign test."""
    n = better + worse
    tail = sum(math.comb(n, k) for k in range(min(better, worse) + 1)) / float(2**n)
    return min(1.0, 2 * tail)
