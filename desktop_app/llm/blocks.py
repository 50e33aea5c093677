"""The blocks of tokens that a prompt is read in.

llama.cpp takes other kernels for other batch sizes, and their sums differ (by 0.3 to 0.7 of a logit, measured). So
where blocks end hangs on the tokens before alone, never on what was read earlier: two prompts that begin alike have
the same blocks there, and the second reuses those of the first without being answered differently for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

BLOCK = 128  # tokens at most
_LEAST = 32  # tokens; below it a block takes nearly as long as this one, because all weights are read for it


def block_ends(prompt: Sequence[int], is_break: Callable[[int], bool]) -> list[int]:
    """Where blocks end within `prompt`, in order; what follows the last of them is read at last. A block ends behind a
    token that `is_break` (the end of a message, a blank line), where something that others share may end."""
    ends: list[int] = []
    start = 0
    for at, token in enumerate(prompt, 1):
        if at - start == BLOCK or (at - start >= _LEAST and is_break(token)):
            ends.append(at)
            start = at
    return ends


def reusable(ends: Sequence[int], common: int) -> int:
    """How many of the `common` tokens that two prompts begin with lie in whole blocks."""
    return max((end for end in ends if end <= common), default=0)


def blocks_after(ends: Sequence[int], kept: int, length: int) -> list[tuple[int, int]]:
    """(start, end) of the blocks of a prompt of `length` tokens of which the first `kept` have been read."""
    return list(pairwise([kept, *(end for end in ends if kept < end < length), length]))
